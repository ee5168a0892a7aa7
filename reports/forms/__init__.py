"""What people type: filters of the portfolio, and what happened in production."""
