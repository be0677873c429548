package io.althing.demo.traffic;

import io.althing.demo.digits.Digit;
import io.althing.registry.Region;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests to gateways at a steady pace, slower where too many wait for their answers, and feeds back what was really written
 * on the digit a moment after each answer.
 */
public final class Traffic implements AutoCloseable {
    private final List<Thread> pacers = new ArrayList<>();
    private final List<GatewayUser> users;
    private final List<Digit> digits;
    private final Plan plan;
    private final TrafficLog log = new TrafficLog();
    private volatile boolean running = true;

    /**
     * How much.
     *
     * @param perSecond requests to each region
     * @param users distinct users of each region
     * @param labelDelay how long after the answer the label is known
     * @param seed makes the same users send the same digits
     */
    public record Plan(int perSecond, int users, Duration labelDelay, long seed) {}

    /** A region's gateway. */
    public record Place(Region region, URI gateway) {}

    /** Traffic that has not begun. */
    public Traffic(String model, List<Place> places, List<Digit> digits, Plan plan) {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2)).build();
        this.users = places.stream().map(place -> new GatewayUser(http, place, model, log)).toList();
        this.digits = List.copyOf(digits);
        this.plan = plan;
    }

    /** Begins to send. To be called once. */
    public void start() {
        SplittableRandom random = new SplittableRandom(plan.seed());
        for (GatewayUser user : users) {
            SplittableRandom own = random.split();
            pacers.add(Thread.ofPlatform().name("traffic").daemon(true).start(() -> pace(user, own)));
        }
    }

    private void pace(GatewayUser user, SplittableRandom random) {
        long interval = TimeUnit.SECONDS.toNanos(1) / plan.perSecond();
        long next = System.nanoTime();
        try {
            while (running) {
                String who = "user-" + random.nextInt(plan.users());
                user.ask(who, digits.get(random.nextInt(digits.size())), plan.labelDelay());
                next = Math.max(next + interval, System.nanoTime() - interval);
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every request so far. */
    public TrafficLog log() {
        return log;
    }

    @Override
    public void close() {
        stop();
    }

    /** Sends nothing more and waits for the answers still due. */
    public void stop() {
        running = false;
        try {
            for (Thread pacer : pacers) {
                pacer.join();
            }
            for (GatewayUser user : users) {
                user.awaitAnswers();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
