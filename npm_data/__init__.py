"""Kazakhstan's National Preventive Mechanism (NPM): its register, measures and their display."""
