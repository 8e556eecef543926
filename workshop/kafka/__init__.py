"""The sandbox on Kafka as a person handles it: topics, ordinances in force, events sent, workers started and killed, the state read."""
