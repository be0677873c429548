package io.althing.chaos.sim.part;

import io.althing.chaos.sim.time.Agenda;
import io.althing.chaos.sim.time.Dice;
import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.Proposal;
import io.althing.store.Receipt;
import io.althing.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** People and their programs: they ask any node, and ask again under the same id, at another node, when they get no answer. */
public final class SimPeople {
    /** The model everything is about. */
    public static final ModelName MODEL = new ModelName("digits");
    /** Two who may do everything, and one who approves. */
    public static final Actor ADAM = person("adam", Actor.Role.ADMIN, Actor.Role.OPERATOR, Actor.Role.APPROVER);
    public static final Actor OLGA = person("olga", Actor.Role.OPERATOR);
    public static final Actor ANNA = person("anna", Actor.Role.APPROVER);
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int TRIES = 4;

    private final Agenda agenda;
    private final Dice dice;
    private final List<SimNode> nodes;
    private int requests;
    private long acknowledged;

    /** People who know these nodes. */
    public SimPeople(Agenda agenda, Dice dice, List<SimNode> nodes) {
        this.agenda = agenda;
        this.dice = dice;
        this.nodes = List.copyOf(nodes);
    }

    private static Actor person(String id, Actor.Role... roles) {
        return new Actor(id, Actor.Kind.PERSON, Optional.empty(), List.of(roles), "token", Optional.empty());
    }

    /** A wish, and what is done with the answer. */
    public record Wish(Actor actor, Optional<Long> revision, Command command, Consumer<Receipt> then) {
        /** One without a revision whose answer interests nobody. */
        public static Wish of(Actor actor, Command command) {
            return new Wish(actor, Optional.empty(), command, receipt -> {});
        }
    }

    /** How many wishes were answered. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Asks for it somewhere, now. */
    public void ask(Wish wish) {
        attempt("wish-" + requests++, wish, TRIES);
    }

    /** Asks for the very same a second time under one id. */
    public void askTwice(Wish wish) {
        String id = "wish-" + requests++;
        attempt(id, wish, TRIES);
        agenda.after(Duration.ofMillis(dice.between(1, 2_000)), "repetition",
                () -> attempt(id, new Wish(wish.actor(), wish.revision(), wish.command(), receipt -> {}), TRIES));
    }

    private void attempt(String id, Wish wish, int left) {
        List<SimNode> up = nodes.stream().filter(SimNode::up).toList();
        if (up.isEmpty()) {
            return;
        }
        SimNode node = dice.pick(up);
        var proposal = new Proposal(id, wish.actor(), node.id(), wish.revision(), wish.command());
        CompletableFuture<Void> unused = node.propose(proposal, DEADLINE).handle((receipt, failure) -> {
            if (failure == null) {
                acknowledged++;
                wish.then().accept(receipt);
            } else if (left > 1 && cause(failure) instanceof StoreFailure) {
                agenda.after(Duration.ofMillis(200), "another try", () -> attempt(id, wish, left - 1));
            }
            return null;
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
