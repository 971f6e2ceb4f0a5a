PARTIES = [("professional", "Professional"), ("client", "Client")]
EXTENSION_WISHES = [("unknown", "Not Known"), ("yes", "Yes"), ("no", "No")]
