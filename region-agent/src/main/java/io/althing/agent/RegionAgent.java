package io.althing.agent;

import io.althing.registry.ModelName;
import io.althing.registry.RegionRollout;
import io.althing.registry.RegionView;
import io.althing.registry.RolloutId;
import io.althing.registry.ServingTarget;
import io.althing.serving.InForce;
import io.althing.serving.RouterUnavailableException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A region's agent. One thread does everything: it takes in answers, takes the looks that are due, plans, and does what the plan
 * says, again and again until nothing is left to do. Nothing it waits for is waited for on that thread except the journal's disk (for
 * at most {@link Journal#PATIENCE}) and the router.
 */
public final class RegionAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegionAgent.class);
    private static final int MOST_ROUNDS = 16;

    private final AgentSettings settings;
    private final AgentParts parts;
    private final Inbox inbox;
    private final Contacts contacts;
    private final OwnPolicy policy;
    private final Judges judges;
    private final Doing doing;
    private final Map<RolloutId, Recovery> recovering = new HashMap<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Optional<AgentStatus> status = Optional.empty();
    private volatile Runnable waker = () -> {};
    private volatile Optional<ScheduledExecutorService> thread = Optional.empty();

    /** An agent that does nothing until it is started or ticked. */
    public RegionAgent(AgentSettings settings, AgentParts parts) {
        this.settings = settings;
        this.parts = parts;
        this.inbox = new Inbox(() -> waker.run());
        this.contacts = new Contacts(parts.link(), inbox, settings.refresh(), parts.clock().now());
        this.policy = new OwnPolicy(settings.files(), settings.region());
        this.judges = new Judges(settings.region(), parts.observations(), parts.json(), settings.files(),
                new Judges.Learned(new Foresight(parts.json(), settings.files(), parts.background()), parts.host()));
        this.doing = new Doing(settings.region(), parts, new Doing.Desk(inbox, contacts, judges, recovering));
    }

    /**
     * Listens to the registry's events. To be called once, by whoever calls {@link #tick} in place of the agent's own thread.
     *
     * @param wake called, on any thread, when an answer or an event came in and a pass should follow soon
     */
    public void listen(Runnable wake) {
        waker = wake;
        parts.link().onEvent(() -> inbox.post(contacts::want));
    }

    /** Starts the agent's thread and listens to the registry's events. To be called once. */
    public void start() {
        ScheduledExecutorService own = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("agent-" + settings.region()).factory());
        thread = Optional.of(own);
        listen(this::wake);
        Future<?> unused = own.scheduleWithFixedDelay(this::pulse, 0, settings.pulse().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void wake() {
        thread.filter(own -> !own.isShutdown() && woken.compareAndSet(false, true))
                .ifPresent(own -> own.execute(this::pulse));
    }

    private void pulse() {
        woken.set(false);
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.error("the agent of {} stumbled; it goes on with the next pulse. Please report this", settings.region(),
                    e);
        }
    }

    /** One pass over everything that is due. For the agent's own thread, or a test's. */
    public void tick() {
        AgentTime now = parts.clock().now();
        policy.refresh(now);
        parts.journal().flush();
        inbox.takeAll();
        contacts.askIfDue(now);
        inbox.takeAll();
        judges.lookIfDue(this::inForce, now);
        watchRecovery();
        Set<AgentAction> done = new HashSet<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean acted = round(now, done);
            boolean heard = inbox.takeAll();
            contacts.askIfDue(now);
            if (!acted && !heard && !inbox.takeAll()) {
                break;
            }
        }
        status = Optional.of(statusNow(now));
    }

    private boolean round(AgentTime now, Set<AgentAction> done) {
        Optional<RegionView> view = contacts.view();
        if (view.isEmpty()) {
            return false;
        }
        learnTraffic(view.get());
        boolean acted = false;
        for (AgentAction action : AgentPlan.plan(view.get(), localState(), now).actions()) {
            if (done.add(action)) {
                doing.act(action, view.get(), now);
                acted = true;
            }
        }
        return acted;
    }

    private void learnTraffic(RegionView view) {
        for (ServingTarget target : view.targets()) {
            if (!doing.placed().containsKey(target.model())) {
                try {
                    doing.place(parts.router().inForce(target.model()), parts.clock().now());
                } catch (RouterUnavailableException e) {
                    LOG.warn("what is in force for model {} cannot be learned now: {}", target.model(), e.getMessage());
                }
            }
        }
        recovering.keySet().removeIf(rollout -> view.rollouts().stream().map(RegionView.Part::part)
                .noneMatch(p -> p.rollout().equals(rollout) && p.recovery() == RegionRollout.Recovery.WATCHING));
    }

    private InForce inForce(ModelName model) {
        return localState().inForce(model);
    }

    private LocalState localState() {
        return new LocalState(settings.region(), policy.good(), contacts.contact(), doing.placed(), doing.hosted(),
                judges.judged(), doing.outbox(), recovering, doing.blobs(), doing.asked());
    }

    private void watchRecovery() {
        contacts.view().ifPresent(view -> view.rollouts().forEach(part -> recovering.computeIfPresent(
                part.rollout().id(),
                (id, recovery) -> recovery.plus(parts.observations().outsideRollouts(part.rollout().model())))));
    }

    private AgentStatus statusNow(AgentTime now) {
        LocalState local = localState();
        boolean up = local.contact().linearizable();
        var link = new AgentStatus.Link(up, now.since(local.contact().freshAt()).toMillis(),
                up ? Optional.empty() : contacts.trouble());
        List<AgentStatus.Analysis> analyses = judges.all().values().stream()
                .map(judge -> new AgentStatus.Analysis(judge.judged(), local.wentBack(judge.matter().rollout()),
                        judge.path(), judge.totals(), judges.outlook(judge)))
                .sorted(Comparator.comparing(a -> a.judged().rollout())).toList();
        return new AgentStatus(settings.region(), now.wall(), link, contacts.view().map(RegionView::index).orElse(0L),
                journalState(local, now),
                local.placed().values().stream().map(LocalState.Placed::inForce)
                        .sorted(Comparator.comparing(f -> f.model().value())).toList(),
                analyses, policy.faults());
    }

    private AgentStatus.JournalState journalState(LocalState local, AgentTime now) {
        List<JournalEntry> entries = parts.journal().entries();
        long oldest = local.outbox().waiting().stream().findFirst()
                .map(letter -> Duration.between(entries.get((int) letter.sequence() - 1).at(), now.wall()).toMillis())
                .orElse(0L);
        return new AgentStatus.JournalState(parts.journal().id(), entries.size(), local.outbox().waiting().size(),
                oldest, parts.journal().unwritten());
    }

    /** How the agent stands, as of its last pass; empty before the first. Any thread. */
    public Optional<AgentStatus> status() {
        return status;
    }

    /** Stops the agent's thread; serving goes on. */
    @Override
    public void close() {
        thread.ifPresent(own -> {
            own.shutdown();
            try {
                if (!own.awaitTermination(5, TimeUnit.SECONDS)) {
                    LOG.warn("the agent of {} is still busy and is left to itself", settings.region());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
