"""What happens to people, area by area, month by month."""
