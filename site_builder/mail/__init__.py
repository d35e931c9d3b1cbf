"""An edition as e-mail: the message, who was sent it, mail servers."""
