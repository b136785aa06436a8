def ask(client, measured, address: str):
    """Get a page through the whole stack of middleware; 200 or a redirect."""
    with measured:
        response = client.get(address, secure=True)
    if response.status_code not in (200, 302):
        raise AssertionError(f"{address} answered {response.status_code}")
    return response
