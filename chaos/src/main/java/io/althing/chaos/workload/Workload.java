package io.althing.chaos.workload;

import io.althing.chaos.history.Operation;
import io.althing.chaos.history.Operation.Kind;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Sends operations at a steady rate, whether the cluster answers or not: about half are writes, a third linearizable reads, the rest
 * local reads; some writes insist on a revision, some are tried again elsewhere under the same request id, a few are sent to two nodes
 * at once. Everything is recorded.
 */
public final class Workload implements AutoCloseable {
    private static final int MOST_IN_FLIGHT = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1)).build();
    private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();
    private final Recorder recorder;
    private final Plan plan;
    private final SplittableRandom random;
    private final Registers registers;
    private final Thread pacer;

    /**
     * What it does.
     *
     * @param rate operations a second
     * @param mark in every name and request id; draws them too
     * @param targets the nodes there are at the moment
     * @param token may write
     */
    public record Plan(int rate, String mark, Supplier<List<Target>> targets, String token) {}

    private Workload(Plan plan, Recorder recorder) {
        this.plan = plan;
        this.recorder = recorder;
        this.random = new SplittableRandom(plan.mark().hashCode());
        this.registers = new Registers(random.split(), plan.mark());
        this.pacer = Thread.ofPlatform().daemon().name("workload").unstarted(this::run);
    }

    /** Starts it. */
    public static Workload start(Plan plan, Recorder recorder) {
        var workload = new Workload(plan, recorder);
        workload.pacer.start();
        return workload;
    }

    /** From now on so many of a hundred writes are sent to two nodes at once. */
    public void duplicate(int percent) {
        duplicates.set(percent);
    }

    /** How many operations were not sent because too many were unanswered. */
    public int skipped() {
        return skipped.get();
    }

    private void run() {
        long every = Duration.ofSeconds(1).toNanos() / plan.rate();
        long due = System.nanoTime();
        for (long number = 0; !ending.get(); number++) {
            LockSupport.parkNanos(due - System.nanoTime());
            due += every;
            List<Target> targets = plan.targets().get();
            if (targets.isEmpty() || !room.tryAcquire()) {
                skipped.incrementAndGet();
                continue;
            }
            Attempts next = draw(number, targets);
            Thread.ofVirtual().start(() -> {
                try {
                    recorder.add(next.run());
                } finally {
                    room.release();
                }
            });
        }
    }

    private Attempts draw(long number, List<Target> targets) {
        Registers.Register register = registers.draw();
        int percent = random.nextInt(100);
        Kind kind = percent < 45 ? Kind.WRITE : percent < 80 ? Kind.READ : Kind.LOCAL_READ;
        boolean write = kind == Kind.WRITE;
        boolean insists = write && (register.alias() || random.nextInt(4) == 0);
        var wanted = new Attempts.Wanted("d" + plan.mark() + "-" + number, register, kind,
                write ? registers.value(register, number) : "", insists ? register.revision() : Operation.NONE);
        boolean again = random.nextInt(100) < 40;
        int tries = kind == Kind.LOCAL_READ ? 1 : again ? 3 : 1;
        boolean twice = write && random.nextInt(100) < Math.max(3, duplicates.get());
        if (write) {
            Registers.opened(register);
        }
        return new Attempts(new Attempts.Sender(http, plan.token(), recorder), wanted, shuffled(targets),
                new Attempts.Effort(tries, twice));
    }

    private List<Target> shuffled(List<Target> targets) {
        List<Target> order = new ArrayList<>(targets);
        for (int i = order.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            order.set(i, order.set(j, order.get(i)));
        }
        return order;
    }

    /** Sends no more and waits for what is unanswered. */
    @Override
    public void close() {
        ending.set(true);
        try {
            pacer.join();
            long end = System.nanoTime() + PATIENCE.multipliedBy(3).toNanos();
            while (!room.tryAcquire(MOST_IN_FLIGHT, 100, java.util.concurrent.TimeUnit.MILLISECONDS)
                    && System.nanoTime() < end) {
                LockSupport.parkNanos(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
