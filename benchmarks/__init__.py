"""The same work on Nayose and on its peers, measured side by side: `python -m benchmarks`."""
