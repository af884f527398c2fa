"""What programmes are about: one aggregate a module, all of it pure."""
