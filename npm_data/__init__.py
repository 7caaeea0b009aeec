"""The work of Kazakhstan's National Preventive Mechanism (NPM): its register, measures and display."""
