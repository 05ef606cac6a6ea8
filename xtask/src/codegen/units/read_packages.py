"""Prints the tables inside the downloaded packages as one JSON text. Decides nothing.

Arguments: the folder that holds the wheels, then pairs "version=date" of the dated lists.
"""

import json
import pathlib
import sqlite3
import sys
import tempfile
import zipfile


def wheel(folder, package, version):
    found = sorted(folder.glob(f"{package}-{version}-*.whl"))
    if len(found) != 1:
        raise SystemExit(f"expected one wheel of {package} {version} in {folder}, found {len(found)}")
    return zipfile.ZipFile(found[0])


def dated_list(folder, version, date):
    archive = wheel(folder, "vietnam_provinces", version)
    tree = json.loads(archive.read("vietnam_provinces/data/nested-divisions.json"))
    rows = {"date": date, "provinces": [], "districts": [], "communes": []}
    for province in tree:
        p = f"{province['code']:02}"
        rows["provinces"].append({"code": p, "name": province["name"], "parent": ""})
        for district in province["districts"]:
            d = f"{district['code']:03}"
            rows["districts"].append({"code": d, "name": district["name"], "parent": p})
            for commune in district["wards"]:
                c = f"{commune['code']:05}"
                rows["communes"].append({"code": c, "name": commune["name"], "parent": d})
    return rows


def database(archive):
    with tempfile.NamedTemporaryFile(suffix=".db") as copy:
        copy.write(archive.read("vietnamadminunits/data/dataset.db"))
        copy.flush()
        connection = sqlite3.connect(copy.name)
        connection.row_factory = sqlite3.Row
        before = [
            {
                "code": row["wardCode"] or "",
                "name": row["ward"] or "",
                "district": row["districtCode"],
                "district_name": row["district"],
                "province": row["provinceCode"],
                "province_name": row["province"],
                "key": f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}",
                "former": json.loads(row["wardAlias"] or "[]"),
                "district_former": json.loads(row["districtAlias"] or "[]"),
            }
            for row in connection.execute("SELECT * FROM admin_units_legacy")
        ]
        after = [
            {
                "code": row["wardCode"],
                "name": row["ward"],
                "province": row["provinceCode"],
                "province_name": row["province"],
                "key": f"{row['provinceKey']}/{row['wardKey']}",
            }
            for row in connection.execute("SELECT * FROM admin_units")
        ]
        connection.close()
        return before, after


def main():
    folder = pathlib.Path(sys.argv[1])
    archive = wheel(folder, "vietnamadminunits", sys.argv[2])
    before, after = database(archive)
    moves = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
    edges = []
    for province, communes in moves["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, sources in communes.items():
            edges += [[old, f"{province}/{commune}", "full"] for old in sources]
    for province, sources in moves["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in sources.items():
            edges += [[old, f"{province}/{part['newWardKey']}", "partial"] for part in parts]
    lists = [dated_list(folder, *pair.split("=")) for pair in sys.argv[3:]]
    json.dump({"before": before, "after": after, "edges": edges, "lists": lists}, sys.stdout)


main()
