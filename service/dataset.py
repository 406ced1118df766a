"""The dataset's files in DCAT, VoID and SPDX, at the address of the server that sends them."""

from collections.abc import Iterator

import pyoxigraph as ox

from service.views import DataCatalogue, DataFile

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
SPDX = "http://spdx.org/rdf/terms#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
"""Where DCAT's media types have their IRIs."""
DUMPS = {"application/n-quads", "application/trig", "text/turtle", "application/ld+json"}
"""The media types of files that hold the whole graph."""


def iter_distributions(catalogue: DataCatalogue, root: str) -> Iterator[ox.Triple]:
    """What the dataset can be taken away as from the server at ``root``, an address without a slash at its end."""
    dataset = ox.NamedNode(catalogue.dataset)
    yield ox.Triple(dataset, ox.NamedNode(DCAT + "version"), ox.Literal(catalogue.version))
    yield ox.Triple(dataset, ox.NamedNode(DCAT + "landingPage"), ox.NamedNode(f"{root}/data/"))
    for file in catalogue.files:
        distribution = ox.NamedNode(f"{root}/data/#{file.name}")
        address = ox.NamedNode(f"{root}/data/{catalogue.version}/{file.name}")
        yield ox.Triple(dataset, ox.NamedNode(DCAT + "distribution"), distribution)
        if file.media_type in DUMPS:
            yield ox.Triple(dataset, ox.NamedNode(VOID + "dataDump"), address)
        yield ox.Triple(distribution, ox.NamedNode(DCAT + "downloadURL"), address)
        yield from _iter_file(distribution, file)
        if catalogue.licence:
            yield ox.Triple(distribution, ox.NamedNode(DCTERMS + "license"), ox.NamedNode(catalogue.licence.iri))


def _iter_file(distribution: ox.NamedNode, file: DataFile) -> Iterator[ox.Triple]:
    checksum = ox.NamedNode(f"{distribution.value}-sha256")
    size = ox.Literal(str(file.size), datatype=ox.NamedNode(XSD + "nonNegativeInteger"))
    digest = ox.Literal(file.sha256, datatype=ox.NamedNode(XSD + "hexBinary"))
    yield ox.Triple(distribution, TYPE, ox.NamedNode(DCAT + "Distribution"))
    yield ox.Triple(distribution, ox.NamedNode(DCTERMS + "title"), ox.Literal(file.label.ja, language="ja"))
    yield ox.Triple(distribution, ox.NamedNode(DCTERMS + "title"), ox.Literal(file.label.en or "", language="en"))
    yield ox.Triple(distribution, ox.NamedNode(DCAT + "mediaType"), ox.NamedNode(MEDIA_TYPES + file.media_type))
    yield ox.Triple(distribution, ox.NamedNode(DCAT + "byteSize"), size)
    yield ox.Triple(distribution, ox.NamedNode(SPDX + "checksum"), checksum)
    yield ox.Triple(checksum, TYPE, ox.NamedNode(SPDX + "Checksum"))
    yield ox.Triple(checksum, ox.NamedNode(SPDX + "algorithm"), ox.NamedNode(SPDX + "checksumAlgorithm_sha256"))
    yield ox.Triple(checksum, ox.NamedNode(SPDX + "checksumValue"), digest)
