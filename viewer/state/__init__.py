"""What is selected and shown: one store, verbs in, changes out."""
