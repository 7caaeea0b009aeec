"""What a report says, as data: findings in words, units in their order; without a screen."""
