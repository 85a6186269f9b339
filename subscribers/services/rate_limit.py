"""How often a form may send mail: counted in the cache, by address and by network, under hashed keys only."""

import time
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 3600
PER_ADDRESS = 3
PER_NETWORK = 20


def allows(address: str, client: str) -> bool:
    """Whether one more mail to this address, asked for from this IP address, is within the limits.

    Both counters go up in any case, so that neither can be probed through the other.
    """
    network = network_of(client)
    address_count = _count("address", address.lower())
    network_count = _count("network", network) if network else 0
    return address_count <= PER_ADDRESS and network_count <= PER_NETWORK


def network_allows(client: str) -> bool:
    """Whether one more form from the network of this IP address is within the limit."""
    network = network_of(client)
    return not network or within("network", network, PER_NETWORK)


def address_allows(address: str) -> bool:
    """Whether one more mail to this address is within the limit. Counted by the worker that would send it, so
    that the form does the same for every address."""
    return within("address", address.lower(), PER_ADDRESS)


def within(kind: str, value: str, most: int) -> bool:
    """Counts one more of this kind (a word) in the hour; whether that is still within the limit."""
    return _count(kind, value) <= most


def network_of(client: str) -> str:
    """The /24 (IPv4) or /48 (IPv6) around an IP address; empty if there is none, as behind a Unix socket.

    Some proxies write the port behind the address: 203.0.113.7:51234 or [2001:db8::7]:51234.
    """
    if client.startswith("["):
        client = client[1:].partition("]")[0]
    elif client.count(":") == 1:
        client = client.partition(":")[0]
    try:
        ip = ip_address(client.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def _count(kind: str, value: str) -> int:
    window = int(time.time() // HOUR)
    digest = salted_hmac("subscribers.rate_limit", f"{kind} {window} {value}").hexdigest()
    key = f"rate:{kind}:{digest}"
    cache.add(key, 0, HOUR)
    try:
        count = cache.incr(key)
    except ValueError:
        # The entry was culled between the two calls; the cache was full of other things.
        count = 1
    # Some backends reset the lifetime on incr() to their default of five minutes.
    cache.touch(key, HOUR)
    return count
