"""Pages of a project team: pass the door, bind a form, call one action, redirect or render."""
