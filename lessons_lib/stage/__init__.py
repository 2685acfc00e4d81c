"""How any picture is drawn, packed, put together and described; knows no topic."""
