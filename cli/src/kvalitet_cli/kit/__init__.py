"""What `kvalitet plugin` is made of: a template, a plugin's folder, and its page."""
