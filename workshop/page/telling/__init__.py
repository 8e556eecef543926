"""What is told of a town and its lanes: frames, the map, rules and their labels, links."""
