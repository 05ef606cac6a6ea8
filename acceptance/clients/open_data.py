"""Two programs that others wrote read our open data: `frictionless` holds each table against its
dictionary, `pyshacl` the catalogue against shapes of DCAT 3.

Usage: open_data.py ROOT FOLDER SHAPES, where ROOT is the address of a site, FOLDER an empty folder
and SHAPES a file of shapes. Prints how many rows were read. Exits with an error when one of them
finds anything, or when both forms of the catalogue do not say the same.
"""

import pathlib
import sys
import urllib.request

import pyshacl
import rdflib
from frictionless import Package, validate
from rdflib.compare import isomorphic

root, folder, shapes = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]


def fetch(path):
    with urllib.request.urlopen(f"{root}{path}") as answer:
        return answer.read()


graphs = []
for name, form in (("dcat.ttl", "turtle"), ("dcat.jsonld", "json-ld")):
    graph = rdflib.Graph()
    graph.parse(data=fetch(f"/du-lieu/{name}"), format=form, publicID=f"{root}/du-lieu/{name}")
    graphs.append(graph)
assert isomorphic(*graphs), "both forms of the catalogue say the same"
graph = graphs[0]
well, _, told = pyshacl.validate(graph, shacl_graph=shapes, advanced=False)
assert well, told

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
files = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
assert files, "the catalogue names files"
for url in files:
    assert url.startswith(f"{root}/du-lieu/"), url
    assert fetch(url[len(root):]), url

rows = 0
for series in graph.subjects(rdflib.RDF.type, DCAT.DatasetSeries):
    path = str(series)[len(root):]
    here = folder / path.rsplit("/", 1)[1]
    here.mkdir()
    (here / "datapackage.json").write_bytes(fetch(f"{path}/datapackage.json"))
    package = Package(str(here / "datapackage.json"))
    for resource in package.resources:
        (here / resource.path).write_bytes(fetch(f"{path}/{resource.path}"))
    report = validate(str(here / "datapackage.json"))
    assert report.valid, report.to_summary()
    for resource in Package(str(here / "datapackage.json")).resources:
        read = resource.read_rows()
        hidden = [row for row in read if row["count"] is None]
        assert all(row["count"] is None or row["count"] not in (1, 2, 3, 4) for row in read), path
        assert len(hidden) < len(read), path
        rows += len(read)
print(rows)
