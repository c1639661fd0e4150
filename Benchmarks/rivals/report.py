"""Tables for people, JSON for programs."""

import json
import math
import pathlib
import subprocess


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else float("nan")


class Report:
    def __init__(self, machine, threads):
        self.machine, self.rows, self.jobs = machine, [], []
        for count in threads:
            products = ", ".join(f"{name} {rate:.1f}" for name, rate in machine.products[count].items())
            limits = machine.limits[count]
            print(f"{count} threads: registers {limits['multiply_add_gflops']:.1f} GFLOP/s; large product {products}")
            print("  GB/s by block in KiB: " + ", ".join(
                f"{block}: {rate * 1e-9:.0f}" for block, rate in limits["bytes_per_second"].items()), flush=True)

    def add(self, shape, row):
        operations = shape.operations(row["work"])
        seconds, threads = row["ours_ms"] * 1e-3, row["threads"]
        row["gflops"] = operations / seconds * 1e-9
        row["share_of_peak"] = row["gflops"] / self.machine.peak(threads)
        row["share_of_roofline"] = self.machine.least_seconds(shape, row["work"], threads) / seconds
        rivals = [row[key] for key in ("pytorch_ms", "onnxruntime_ms") if key in row]
        row["ratio"] = min(rivals) / row["ours_ms"] if rivals else None
        row["shape"] = str(shape)
        self.rows.append(row)
        print(
            f"{row['work']:9} {row['shape']:28} {threads} thr  {row['ours_ms']:9.3f} ms {row['gflops']:6.1f} GF"
            f"  peak {row['share_of_peak']:4.0%} roof {row['share_of_roofline']:4.0%}"
            f"  torch {row.get('pytorch_ms', 0):9.3f} ort {row.get('onnxruntime_ms', 0):9.3f}"
            f"  ratio {row['ratio'] or 0:5.2f}", flush=True)

    def add_job(self, row):
        self.jobs.append(row)
        print(json.dumps(row), flush=True)

    def summary(self):
        for work in ("inference", "training"):
            ratios = [row["ratio"] for row in self.rows if row["work"] == work and row["ratio"]]
            if ratios:
                print(f"{work}: ratio {min(ratios):.2f} at least, geometric mean {geometric_mean(ratios):.2f}")
