"""What the machine can do at most, measured in the same run: the yardstick of every row."""


class Machine:
    def __init__(self, contenders, threads, options):
        self.limits, self.products = {}, {}
        for count in threads:
            self.limits[count] = contenders["ours"].ask({"do": "limits", "threads": count})
            self.products[count] = {
                contender.name: self.largest_product(contender, count, options) for contender in contenders.values()
            }
        self.versions = {}
        for contender in contenders.values():
            self.versions |= contender.versions

    @staticmethod
    def largest_product(contender, threads, options):
        best = 0
        for size in (512, 768, 1024, 1536):
            contender.ask({"do": "product", "size": size, "threads": threads})
            for _ in range(3):
                seconds = contender.ask({"do": "run", "seconds": options.seconds})["seconds"]
                best = max(best, 2 * size**3 / seconds * 1e-9)
        return best

    def peak(self, threads):
        """GFLOP/s of the best large product of all contenders."""
        return max(self.products[threads].values())

    def bandwidth(self, threads, size):
        """Bytes a second that all threads together read from blocks of `size` bytes each."""
        blocks = {int(kib) * 1024: rate for kib, rate in self.limits[threads]["bytes_per_second"].items()}
        fitting = [block for block in blocks if block >= size]
        return blocks[min(fitting) if fitting else max(blocks)]

    def least_seconds(self, shape, work, threads):
        """The roofline of a row: no program can take less, by arithmetic or by the weights' way to the registers."""
        arithmetic = shape.operations(work) / (self.limits[threads]["multiply_add_gflops"] * 1e9)
        # One sequence: every weight is read for two operations. More rows share what is read.
        transport = sum(
            read / self.bandwidth(threads, block / threads) for block, read in shape.bytes_by_block(work))
        return max(arithmetic, transport)
