package io.althing.codec;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.registry.Actor;
import io.althing.registry.Applied;
import io.althing.registry.Event;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Audit entries: canonical JSON (RFC 8785), {@code "schema": 1}. An entry says who asked ({@code actor}), through which node, for what
 * ({@code action}), when it was proposed and when it took effect in the log ({@code proposed}, {@code time}, {@code index}), under which
 * request id, what happened ({@code events}, in order), and the digests of the changed rows {@code before} and {@code after}.
 */
public final class AuditEntryCodec {
    private static final int SCHEMA = 1;

    private final RecordJson json;

    public AuditEntryCodec(RecordJson json) {
        this.json = json;
    }

    /**
     * The digests of what an act changed.
     *
     * @param before over keys and values of the audited rows as they were
     * @param after the same as they became
     */
    public record Change(Sha256 before, Sha256 after) {}

    /** The entry of an act, or empty if the outcome belongs in no audit log: a refusal, or housekeeping alone. */
    public Optional<byte[]> entry(Proposal proposal, Applied at, Outcome outcome, Supplier<Change> change) {
        return switch (outcome) {
            case Outcome.Rejected rejected -> Optional.empty();
            case Outcome.Accepted accepted -> {
                List<Json> happened = accepted.events().stream().filter(Event::audited)
                        .map(e -> json.toJson(Event.class, e)).toList();
                yield happened.isEmpty()
                        ? Optional.empty()
                        : Optional.of(CanonicalJson.write(entry(proposal, at, happened, change.get())));
            }
        };
    }

    private Json entry(Proposal proposal, Applied at, List<Json> happened, Change change) {
        var fields = new TreeMap<String, Json>();
        fields.put("schema", new Json.JNumber(SCHEMA));
        fields.put("index", new Json.JNumber(at.index()));
        fields.put("time", new Json.JString(at.time().toString()));
        fields.put("proposed", new Json.JString(at.stamp().toString()));
        fields.put("requestId", new Json.JString(proposal.requestId()));
        fields.put("actor", json.toJson(Actor.class, proposal.actor()));
        fields.put("node", new Json.JString(proposal.node().value()));
        fields.put("action", new Json.JString(Names.kebab(proposal.command().getClass().getSimpleName())));
        fields.put("events", new Json.JArray(happened));
        fields.put("before", new Json.JString(change.before().value()));
        fields.put("after", new Json.JString(change.after().value()));
        proposal.expectedRevision().ifPresent(r -> fields.put("expectedRevision", new Json.JNumber(r)));
        return new Json.JObject(fields);
    }

    /** The events of an entry, in order. */
    public List<Event> events(byte[] entry) {
        return read(entry).events();
    }

    /** An entry, read. */
    public record Entry(long index, Instant time, String requestId, Actor actor, String action, List<Event> events) {}

    /**
     * Reads an entry.
     *
     * @throws io.althing.audit.MalformedException if it is not canonical JSON of the known schema
     */
    public Entry read(byte[] entry) {
        if (!(CanonicalJson.parse(entry) instanceof Json.JObject object)) {
            throw new IllegalArgumentException("an audit entry is a JSON object");
        }
        SortedMap<String, Json> fields = object.fields();
        return new Entry(((Json.JNumber) field(fields, "index")).value(), Instant.parse(text(fields, "time")),
                text(fields, "requestId"),
                json.fromJson(Actor.class, field(fields, "actor"), RecordJson.Reading.TOLERANT), text(fields, "action"),
                ((Json.JArray) field(fields, "events")).items().stream()
                        .map(e -> json.fromJson(Event.class, e, RecordJson.Reading.TOLERANT)).toList());
    }

    private static String text(SortedMap<String, Json> fields, String name) {
        return ((Json.JString) field(fields, name)).value();
    }

    private static Json field(SortedMap<String, Json> fields, String name) {
        Json value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the audit entry has no field '" + name + "'");
        }
        return value;
    }
}
