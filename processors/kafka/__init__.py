"""The runner on Kafka: Faust agents over batches, one service a stage that reads, commits and rebuilds. The rules are in docs/kafka.md."""
