"""What the product is about. Ids are integers, save a file's, which is an unguessable string."""
