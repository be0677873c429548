package io.althing.chaos.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures contenders in turn under the same loads, A-B-B-A, so that what the machine does besides meets both alike. Both run all the
 * time; the one that is not asked rests.
 */
final class RegistryBench {
    private static final Duration SETTLING = Duration.ofMillis(500);
    private static final int WARM_UP_CONNECTIONS = 64;

    private final List<Cell> cells;
    private final Plan plan;
    private final Consumer<String> progress;

    /**
     * @param rounds how often A-B-B-A is run
     * @param warmUp how long each contender is loaded before the first round; a JVM needs it to compile
     * @param measured how long each load is measured
     */
    record Plan(int rounds, Duration warmUp, Duration measured) {}

    RegistryBench(List<Cell> cells, Plan plan, Consumer<String> progress) {
        this.cells = cells;
        this.plan = plan;
        this.progress = progress;
    }

    /** Runs all rounds; gives each contender's figures by load. */
    Map<String, Map<Cell, Figures>> run(List<Contender> contenders, LoadGenerator generator)
            throws IOException, InterruptedException {
        Map<String, Map<Cell, List<Measurement>>> all = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            warmUp(contender, generator);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (Contender contender : thereAndBack(contenders)) {
                for (Cell cell : cells) {
                    Measurement measured = measure(contender, cell, new Load.Window(SETTLING, plan.measured()),
                            generator);
                    progress.accept("%s, %s: %.0f/s, p99 %.1f ms".formatted(contender.name(), cell,
                            measured.perSecond(), measured.millisAt(99)));
                    all.computeIfAbsent(contender.name(), name -> new LinkedHashMap<>())
                            .computeIfAbsent(cell, c -> new ArrayList<>()).add(measured);
                }
            }
        }
        Map<String, Map<Cell, Figures>> figures = new LinkedHashMap<>();
        all.forEach((name, byCell) -> {
            Map<Cell, Figures> medians = new LinkedHashMap<>();
            byCell.forEach((cell, runs) -> medians.put(cell, Figures.of(runs)));
            figures.put(name, medians);
        });
        return figures;
    }

    private static List<Contender> thereAndBack(List<Contender> contenders) {
        List<Contender> order = new ArrayList<>(contenders);
        order.addAll(contenders.reversed());
        return order;
    }

    /** Also writes every key, so that no later read misses. */
    private void warmUp(Contender contender, LoadGenerator generator) throws IOException, InterruptedException {
        long first = generator.next();
        Duration part = plan.warmUp().dividedBy(2);
        do {
            progress.accept(contender.name() + " warms up");
            measure(contender, new Cell(Operation.WRITE, WARM_UP_CONNECTIONS), new Load.Window(SETTLING, part),
                    generator);
        } while (generator.next() - first < Keys.COUNT);
        measure(contender, new Cell(Operation.LINEARIZABLE_READ, WARM_UP_CONNECTIONS),
                new Load.Window(SETTLING, part), generator);
    }

    private static Measurement measure(Contender contender, Cell cell, Load.Window window, LoadGenerator generator)
            throws IOException, InterruptedException {
        return generator.run(new Load(contender.leader(), cell.connections(), window,
                contender.requests(cell.operation()), contender.acknowledged(cell.operation()), contender.pids()));
    }
}
