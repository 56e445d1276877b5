"""
Reads and writes packets of XMP: RDF in XML, https://developer.adobe.com/xmp/docs/XMPSpecifications/ part 1. The label
is that of GB 45438-2025, in the form of the national committee's guide TC260-PG-20259A. Users' files are parsed in the
process that decodes them, within its limits of memory and time.
"""

import json
import re
from io import StringIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError, SubElement

from storage.provenance.byte_ranges import MAX_GROWTH, MAX_PACKET

AIGC = "http://www.tc260.org.cn/ns/AIGC/1.0/"
IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
META = "adobe:ns:meta/"
LABEL, SOURCE_TYPE = f"{{{AIGC}}}AIGC", f"{{{IPTC}}}DigitalSourceType"
ROOT, DESCRIPTION, ABOUT, RESOURCE = f"{{{RDF}}}RDF", f"{{{RDF}}}Description", f"{{{RDF}}}about", f"{{{RDF}}}resource"
BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
END = b'<?xpacket end="w"?>'
EMPTY = f'<x:xmpmeta xmlns:x="{META}"><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>'
MAX_NAMESPACES, MAX_DEPTH, MAX_ELEMENTS = 200, 200, 50_000
"""
The limits of a packet. ElementTree compares each namespace with all others, and recurses into each level to write.
"""
MAX_PREFIX, MAX_NAMESPACE = 100, 500
"""Characters. Each name of an element or attribute is read with its namespace, and may be written with its prefix."""
UNREADABLE = re.compile(
    rf"""<!DOCTYPE|\0|xmlns:[^\s=]{{{MAX_PREFIX + 1}}}"""
    rf"""|xmlns(?::[^\s=]{{1,{MAX_PREFIX}}})?\s*=\s*(?:"[^"]{{{MAX_NAMESPACE + 1}}}|'[^']{{{MAX_NAMESPACE + 1}}})"""
)
"""Packets with these are not read: entities, and lengths that multiply to a long time of parsing."""
MAX_LABEL, MAX_SOURCE_TYPE = 8_192, 200
"""Characters of a label as JSON, and of a term. Longer ones are ignored: they are stored as long as their picture."""
UNSTORABLE = re.compile("[\0\ud800-\udfff\ufffe\uffff]")
"""Characters that JSON accepts, but neither PostgreSQL nor XML."""
OWN = {"TC260": AIGC, "Iptc4xmpExt": IPTC, "rdf": RDF, "x": META}
"""The prefixes that programs, and the guide, expect for these namespaces."""
RESERVED = re.compile(r"ns\d+", re.ASCII)
"""Prefixes that ElementTree generates, and does not accept."""
for prefix, namespace in OWN.items():
    ElementTree.register_namespace(prefix, namespace)


def parsed(packet: bytes | None) -> Element | None:
    """
    Return the packet as XML; None if there is none that can be read. It must be UTF-8, whatever it declares. Its
    prefixes are registered for writing.
    """
    if packet is None or len(packet) > MAX_PACKET:
        return None
    root: Element | None = None
    namespaces: dict[tuple[str, str], None] = {}
    depth, elements = 0, 0
    try:
        text = packet.strip(b"\0 \n\r\t").decode()
        if UNREADABLE.search(text):
            return None
        file = StringIO(text)  # for text, ElementTree ignores the declared encoding
        for event, found in ElementTree.iterparse(file, ["start-ns", "start", "end"]):  # noqa: S314
            if event == "start-ns":
                namespaces[found] = None
            elif event == "start":
                root = found if root is None else root
                depth, elements = depth + 1, elements + 1
            else:
                depth -= 1
            if len(namespaces) > MAX_NAMESPACES or depth > MAX_DEPTH or elements > MAX_ELEMENTS:
                return None
    except (ParseError, ValueError, LookupError):
        return None
    for prefix, uri in namespaces:
        if prefix and prefix not in OWN and uri not in OWN.values() and not RESERVED.fullmatch(prefix):
            ElementTree.register_namespace(prefix, uri)
    return root


def label_and_source_type(packet: bytes | None) -> tuple[dict[str, str] | None, str | None]:
    """Return the packet's label, and its IPTC term for how the picture was made."""
    found = parsed(packet)
    if found is None:
        return None, None
    source_type = value(found, SOURCE_TYPE) or ""
    return label_in(value(found, LABEL)), source_type if 0 < len(source_type) <= MAX_SOURCE_TYPE else None


def value(root: Element, name: str) -> str | None:
    """Return the value of a property, which is an element or an attribute."""
    for description in root.iter(DESCRIPTION):
        if name in description.attrib:
            return description.attrib[name]
        element = description.find(name)
        if element is not None:
            return element.get(RESOURCE) or element.text
    return None


def label_in(text: str | None) -> dict[str, str] | None:
    """
    Return the label in a JSON text, which is the whole text or its member `AIGC`, without values that cannot be stored.
    None if there is no label, or it is too long.
    """
    try:
        label = json.loads(text or "null") if len(text or "") <= MAX_LABEL else None
    except (ValueError, RecursionError):
        return None
    if isinstance(label, dict) and isinstance(label.get("AIGC"), dict):
        label = label["AIGC"]
    if not isinstance(label, dict):
        return None
    return {name: one for name, one in label.items() if isinstance(one, str) and not UNSTORABLE.search(name + one)}


def labelled(packet: bytes | None, label: dict[str, str], source_type: str) -> bytes:
    """
    Return the packet with this label in place of its own, and with this source type unless it has one. The rest
    remains. A packet that cannot be read, or would become much longer, is replaced.
    """
    root = parsed(packet)
    description = None if root is None else next(root.iter(DESCRIPTION), None)
    if root is None or description is None:
        root = ElementTree.fromstring(EMPTY)  # noqa: S314
        description = next(root.iter(DESCRIPTION))
    has_source_type = value(root, SOURCE_TYPE)
    for one in root.iter(DESCRIPTION):
        one.attrib.pop(LABEL, None)
        one[:] = [element for element in one if element.tag != LABEL]
    SubElement(description, LABEL).text = json.dumps(label, ensure_ascii=False, separators=(",", ":"))
    if source_type and not has_source_type:
        SubElement(description, SOURCE_TYPE).text = source_type
    written = b"".join([BEGIN, ElementTree.tostring(root, encoding="utf-8"), END])
    return written if len(written) <= len(packet or b"") + MAX_GROWTH else labelled(None, label, source_type)
