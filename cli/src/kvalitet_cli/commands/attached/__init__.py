"""The commands of `kvalitet attachments`, a module each."""
