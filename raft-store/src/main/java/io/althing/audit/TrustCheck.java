package io.althing.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Applies a {@link TrustPolicy} to signed checkpoints. Immutable; safe for use by many threads. */
public final class TrustCheck implements CheckpointReader {
    private final TrustPolicy policy;
    private final Instant latest;

    /** Believes cosignatures of any time. */
    public TrustCheck(TrustPolicy policy) {
        this(policy, Instant.MAX);
    }

    /** Does not count cosignatures made after this instant, for example a minute after now. */
    public TrustCheck(TrustPolicy policy, Instant latest) {
        this.policy = policy;
        this.latest = latest;
    }

    /** Whether the policy believes the checkpoint in these bytes; malformed bytes are not believed either. */
    public Trust evaluate(byte[] note) {
        try {
            return evaluate(SignedNote.parse(note));
        } catch (MalformedException e) {
            return new Trust.Untrusted(e.getMessage());
        }
    }

    /** Whether the policy believes the checkpoint in this note. */
    public Trust evaluate(SignedNote note) {
        try {
            Checkpoint checkpoint = note.unverifiedCheckpoint();
            requireLog(note, checkpoint);
            List<Trust.Cosignature> cosignatures = cosignatures(note);
            requireQuorum(cosignatures);
            return new Trust.Trusted(checkpoint, cosignatures);
        } catch (MalformedException e) {
            return new Trust.Untrusted(e.getMessage());
        }
    }

    @Override
    public Checkpoint read(byte[] bytes) {
        return switch (evaluate(bytes)) {
            case Trust.Trusted trusted -> trusted.checkpoint();
            case Trust.Untrusted untrusted -> throw new MalformedException(untrusted.reason());
        };
    }

    private void requireLog(SignedNote note, Checkpoint checkpoint) {
        boolean signed = false;
        boolean known = false;
        for (TrustPolicy.LogKey log : policy.logs()) {
            if (!log.key().name().equals(checkpoint.origin())) {
                continue;
            }
            known = true;
            switch (note.check(log.key())) {
                case GOOD -> signed = true;
                case BAD -> throw new MalformedException("the signature of the log " + log.key().name() + " is false");
                case ABSENT -> {
                    // another key of the same log may have signed
                }
            }
        }
        if (!known) {
            throw new MalformedException("the policy knows no log " + checkpoint.origin());
        }
        if (!signed) {
            throw new MalformedException("not signed by the key the policy has for the log " + checkpoint.origin());
        }
    }

    private List<Trust.Cosignature> cosignatures(SignedNote note) {
        List<Trust.Cosignature> good = new ArrayList<>();
        policy.members().forEach((name, member) -> {
            if (member instanceof TrustPolicy.Witness witness) {
                switch (note.check(witness.key())) {
                    case GOOD -> firstInTime(note, witness.key())
                            .ifPresent(time -> good.add(new Trust.Cosignature(name, time)));
                    case BAD -> throw new MalformedException("the cosignature of " + name + " is false");
                    case ABSENT -> {
                        // whether it is missed is the quorum's business
                    }
                }
            }
        });
        return good;
    }

    private Optional<Instant> firstInTime(SignedNote note, NoteKey key) {
        return note.signatures().stream().filter(signature -> signature.isBy(key))
                .filter(signature -> signature.time() <= Instant.MAX.getEpochSecond())
                .map(signature -> Instant.ofEpochSecond(signature.time())).filter(time -> !time.isAfter(latest))
                .findFirst();
    }

    private void requireQuorum(List<Trust.Cosignature> cosignatures) {
        if (policy.quorum().isEmpty()) {
            return;
        }
        Set<String> agreed = cosignatures.stream().map(Trust.Cosignature::witness)
                .collect(Collectors.toCollection(HashSet::new));
        policy.members().forEach((name, member) -> {
            if (member instanceof TrustPolicy.Group group
                    && group.names().stream().filter(agreed::contains).count() >= group.needed()) {
                agreed.add(name);
            }
        });
        String quorum = policy.quorum().get();
        if (!agreed.contains(quorum)) {
            throw new MalformedException("the quorum '" + quorum + "' is not met: cosigned by "
                    + (cosignatures.isEmpty()
                            ? "none"
                            : cosignatures.stream().map(Trust.Cosignature::witness).collect(Collectors.joining(", ")))
                    + need(quorum));
        }
    }

    private String need(String quorum) {
        return policy.members().get(quorum) instanceof TrustPolicy.Group group
                ? "; needs " + group.needed() + " of " + String.join(", ", group.names())
                : "";
    }
}
