package io.althing.registry;

import java.util.List;
import java.util.Optional;

/** One proposal before the registry: what was asked, by whom, when, and the state to judge it by. */
record Case(RegistryState state, Proposal proposal, Applied at, SignatureCheck signatures) {

    static Outcome accept(Event... events) {
        return new Outcome.Accepted(List.of(events));
    }

    static Outcome accept(List<Event> events) {
        return new Outcome.Accepted(events);
    }

    static Outcome refuse(Rejection why) {
        return new Outcome.Rejected(why);
    }

    static Outcome notNow(String rule, String detail) {
        return refuse(new Rejection.NotNow(rule, detail));
    }

    static Outcome invalid(String field, Object value, String detail) {
        return refuse(new Rejection.InvalidField(field, value.toString(), detail));
    }

    Actor actor() {
        return proposal.actor();
    }

    long agreed() {
        return state.get(Table.CLOCK, Table.ONLY).orElseGet(Clock::start).agreedMillis();
    }

    String cluster() {
        return state.get(Table.GENESIS, Table.ONLY).map(Genesis::clusterId).orElse("");
    }

    List<RegionRecord> regions() {
        return state.all(Table.REGIONS, "");
    }

    List<Region> presentRegions() {
        return regions().stream().filter(r -> !r.absent()).map(RegionRecord::region).toList();
    }

    PolicyState policyState() {
        return state.get(Table.POLICY_STATE, Table.ONLY).orElseGet(PolicyState::initial);
    }

    boolean signedBy(Region region, String statement, Signature signature) {
        return state.get(Table.REGIONS, region.value())
                .filter(r -> signatures.verifies(r.publicKey(), statement, signature)).isPresent();
    }

    static Outcome badSignature(Region region, String what) {
        return refuse(new Rejection.BadSignature(region, "the " + what
                + " is not signed with the key registered for region " + region + "; check the agent's key file"));
    }

    static Outcome noSuch(String noun, Object id) {
        return refuse(new Rejection.NotFound(noun, id.toString(), "there is no " + noun + " '" + id + "'"));
    }

    /** Compares the revision the caller saw with the present one; empty means go on. */
    Optional<Outcome> stale(String noun, Object id, long actual) {
        return proposal.expectedRevision().filter(expected -> expected != actual)
                .map(expected -> refuse(new Rejection.StaleRevision(noun, id.toString(), expected, actual,
                        noun + " '" + id + "' is at revision " + actual + ", not " + expected
                                + "; read it again and repeat with If-Match: \"" + actual + "\"")));
    }

    /** The same, for acts that could do harm if they took effect late: a revision must be given. */
    Optional<Outcome> staleOrBlind(String noun, Object id, long actual) {
        if (proposal.expectedRevision().isEmpty()) {
            return Optional.of(refuse(new Rejection.RevisionRequired(noun, id.toString(),
                    "this act needs If-Match with the revision you saw; " + noun + " '" + id + "' is at \"" + actual
                            + "\"")));
        }
        return stale(noun, id, actual);
    }
}
