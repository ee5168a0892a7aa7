"""What project teams do: questions, answers, rounds, remedies."""
