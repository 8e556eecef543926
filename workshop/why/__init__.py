"""Why a verdict is what it is: the facts with the events that recorded them, and the gate's answers in words."""
