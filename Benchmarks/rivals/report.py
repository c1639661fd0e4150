"""Tables for people, JSON for programs."""

import datetime
import json
import math
import os
import platform
import subprocess

BEGIN = "<!-- written by Benchmarks/compare: begin -->"
END = "<!-- written by Benchmarks/compare: end -->"


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else float("nan")


class Report:
    def __init__(self, machine, threads):
        self.machine, self.rows, self.jobs, self.variants = machine, [], [], []
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

    def add_variant(self, row):
        self.variants.append(row)
        print(
            f"{row['work']:9} {row['variant']:18} {row['batch']:3} {row['hidden']:3} {row['threads']} thr"
            f"  {row['ours_ms']:9.3f} ms  {row['times_plain']:.2f} of the plain layer's time", flush=True)

    def write(self, folder, options):
        """`results/compare.json`, and the part of `RESULTS.md` between its two marks."""
        # Once, and before anything is written, which would count as a change.
        about = self.about(options)
        document = {
            "about": about, "limits": self.machine.limits, "large_products": self.machine.products,
            "rows": self.rows, "jobs": self.jobs, "variants": self.variants}
        (folder / "results").mkdir(exist_ok=True)
        (folder / "results" / "compare.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
        results = folder / "RESULTS.md"
        before, rest = results.read_text().split(BEGIN)
        after = rest.split(END)[1]
        results.write_text(before + BEGIN + "\n" + "\n".join(self.lines(about)) + "\n" + END + after)

    def about(self, options):
        def first(*command):
            return subprocess.run(command, capture_output=True, text=True).stdout.strip().split("\n")[0]

        with open("/proc/cpuinfo") as information:
            names = [line.split(":")[1].strip() for line in information if line.startswith("model name")]
        return {
            "processor": names[0] if names else platform.processor(), "processors": os.cpu_count(),
            "date": datetime.date.today().isoformat(), "commit": first("git", "rev-parse", "--short", "HEAD"),
            "changed": bool(first("git", "status", "--porcelain", "--untracked-files=no")),
            "versions": {"Swift": first("swift", "--version").removeprefix("Swift version "), "Python": platform.python_version()}
            | self.machine.versions,
            "rounds": options.rounds, "seconds": options.seconds}

    def lines(self, about):
        versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
        yield f"`Benchmarks/compare` · commit {about['commit']}{' with changes' if about['changed'] else ''} · {about['date']} ·"
        yield f"{about['processor']}, {about['processors']} processors · {versions} · medians of {about['rounds']} rounds"
        yield ""
        yield "| limit | " + " | ".join(f"{count} thread{'s' if count > 1 else ''}" for count in self.machine.limits) + " |"
        yield "| --- |" + " --- |" * len(self.machine.limits)
        yield "| multiply-adds in registers, GFLOP/s | " + " | ".join(
            f"{limits['multiply_add_gflops']:.0f}" for limits in self.machine.limits.values()) + " |"
        for name in next(iter(self.machine.products.values())):
            yield f"| best large product, {name}, GFLOP/s | " + " | ".join(
                f"{products[name]:.1f}" for products in self.machine.products.values()) + " |"
        for block in next(iter(self.machine.limits.values()))["bytes_per_second"]:
            yield f"| reading blocks of {block} KiB a thread, GB/s | " + " | ".join(
                f"{limits['bytes_per_second'][block] * 1e-9:.0f}" for limits in self.machine.limits.values()) + " |"
        for work in ("inference", "training"):
            yield from self.table(work)
        yield from self.job_table()
        yield from self.variant_table()

    def table(self, work):
        rows = [row for row in self.rows if row["work"] == work]
        if not rows:
            return
        rivals = [name for name in ("pytorch", "onnxruntime") if f"{name}_ms" in rows[0]]
        names = {"pytorch": "PyTorch", "onnxruntime": "ONNX Runtime"}
        yield ""
        yield f"{work.capitalize()}; ratio: the better rival's time by ours."
        yield ""
        yield "| N, T, I, H | threads | ours, ms | " + " | ".join(f"{names[name]}, ms" for name in rivals) + (
            " | **ratio** | GFLOP/s | of the best large product | of the roofline |")
        yield "| --- |" + " --- |" * (6 + len(rivals))
        for row in rows:
            times = " | ".join(f"{row[f'{name}_ms']:.4g}" for name in rivals)
            yield (
                f"| {row['shape']} | {row['threads']} | {row['ours_ms']:.4g} | {times} | **{row['ratio'] or 0:.2f}** | "
                f"{row['gflops']:.1f} | {row['share_of_peak']:.0%} | {row['share_of_roofline']:.0%} |")
        ratios = [row["ratio"] for row in rows if row["ratio"]]
        if ratios:
            yield ""
            yield f"{work.capitalize()}: least ratio {min(ratios):.2f}, geometric mean {geometric_mean(ratios):.2f}."
        speedups = [
            one["ours_ms"] / two["ours_ms"] for one, two in zip(rows, rows[1:])
            if one["shape"] == two["shape"] and one["batch"] >= 16 and one["hidden"] >= 128]
        if speedups:
            yield f"Two threads against one, N ≥ 16 and H ≥ 128: {min(speedups):.2f} to {max(speedups):.2f}."
        shares = [
            row["share_of_peak"] for row in rows
            if row["threads"] == 1 and row["batch"] >= 16 and row["hidden"] >= 256]
        if shares:
            yield f"Share of the best large product, N ≥ 16 and H ≥ 256, one thread: {min(shares):.0%} to {max(shares):.0%}."

    def job_table(self):
        if not self.jobs:
            return
        yield ""
        yield "| whole job | unit | threads | ours | PyTorch | **ratio** |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for row in self.jobs:
            if "pytorch" in row:
                ratio = row["ours"] / row["pytorch"] if row["more_is_better"] else row["pytorch"] / row["ours"]
                yield (
                    f"| {row['job']} | {row['unit']} | {row['threads']} | {row['ours']:.4g} | {row['pytorch']:.4g} | "
                    f"**{ratio:.2f}** |")

    def variant_table(self):
        if not self.variants:
            return
        shapes = list(dict.fromkeys((row["batch"], row["time"], row["input"], row["hidden"]) for row in self.variants))
        columns = [(work, shape) for work in ("inference", "training") for shape in shapes]
        yield ""
        yield "Variants: their time by the plain layer's, 1 thread / 2 threads."
        yield ""
        yield "| variant | " + " | ".join(f"{work} {', '.join(map(str, shape))}" for work, shape in columns) + " |"
        yield "| --- |" + " --- |" * len(columns)
        for name in dict.fromkeys(row["variant"] for row in self.variants):
            cells = [
                " / ".join(
                    f"{row['times_plain']:.2f}" for row in self.variants
                    if row["variant"] == name and row["work"] == work
                    and (row["batch"], row["time"], row["input"], row["hidden"]) == shape)
                for work, shape in columns]
            yield f"| {name} | " + " | ".join(cells) + " |"

    def summary(self):
        for work in ("inference", "training"):
            ratios = [row["ratio"] for row in self.rows if row["work"] == work and row["ratio"]]
            if ratios:
                print(f"{work}: ratio {min(ratios):.2f} at least, geometric mean {geometric_mean(ratios):.2f}")
