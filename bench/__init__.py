"""How fast the dashboard is at national size: `make bench` prints times beside their budgets."""
