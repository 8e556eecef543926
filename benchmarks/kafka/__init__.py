"""The runner on Kafka against Quix Streams and plain Faust, and its own figures: `python -m benchmarks.kafka`."""
