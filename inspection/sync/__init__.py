"""What a tablet and the server say to each other, after HTTP has been taken off."""
