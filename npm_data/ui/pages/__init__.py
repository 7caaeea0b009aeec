"""What pages hold beyond their figures: controls, and tables whose cells lead on."""
