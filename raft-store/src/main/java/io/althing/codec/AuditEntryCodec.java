package io.althing.codec;

import io.althing.audit.CanonicalJson;
import io.althing.audit.CanonicalJsonWriter;
import io.althing.audit.Json;
import io.althing.registry.Actor;
import io.althing.registry.Applied;
import io.althing.registry.Blob;
import io.althing.registry.EntryLinks;
import io.althing.registry.Event;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Audit entries: canonical JSON (RFC 8785), {@code "schema": 1}. An entry says who asked and for whom ({@code actor}), through which node,
 * for what ({@code action}), when it was proposed and when it took effect in the log ({@code proposed}, {@code time}, {@code index}),
 * under which request id, what happened ({@code events}, in order), and the digests of the changed rows {@code before} and {@code after}.
 *
 * <p>Where there is something to say: {@code blobs}, the digests of the bulky parts that came with it; {@code undoes}, the {@code index} of
 * each entry whose effect it takes back; {@code outcomeOf}, the {@code index} of each entry whose effect or outcome in a region it
 * reports. Numbers are whole, fractions decimal strings; people and services stand under pseudonymous ids. With its blobs, the entries
 * give the audited state back: {@link io.althing.store.AuditReplay}.
 */
public final class AuditEntryCodec {
    private static final int SCHEMA = 1;
    private static final int USUAL_BYTES = 1024;

    private final RecordJson json;
    private final ClassValue<String> actions = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> command) {
            return Names.kebab(command.getSimpleName());
        }
    };

    public AuditEntryCodec(RecordJson json) {
        this.json = json;
    }

    /**
     * The digests of what an act changed.
     *
     * @param before over keys and values of the audited rows as they were
     * @param after the same as they became
     * @param links the earlier entries it refers to
     */
    public record Change(Sha256 before, Sha256 after, EntryLinks links) {}

    /** The entry of an act, or empty if the outcome belongs in no audit log: a refusal, or housekeeping alone. */
    public Optional<byte[]> entry(Proposal proposal, Applied at, Outcome outcome, Supplier<Change> change) {
        return switch (outcome) {
            case Outcome.Rejected rejected -> Optional.empty();
            case Outcome.Accepted accepted -> {
                List<Event> happened = audited(accepted.events());
                yield happened.isEmpty()
                        ? Optional.empty()
                        : Optional.of(entry(proposal, at, happened, change.get()));
            }
        };
    }

    private static List<Event> audited(List<Event> events) {
        List<Event> audited = new ArrayList<>(events.size());
        for (Event event : events) {
            if (event.audited()) {
                audited.add(event);
            }
        }
        return audited;
    }

    private byte[] entry(Proposal proposal, Applied at, List<Event> happened, Change change) {
        var out = new CanonicalJsonWriter(USUAL_BYTES);
        String time = at.time().toString();
        out.beginObject();
        out.name("action").string(actions.get(proposal.command().getClass()));
        json.write(Actor.class, proposal.actor(), out.name("actor"));
        out.name("after").string(change.after().value());
        out.name("before").string(change.before().value());
        List<Blob> blobs = Registry.blobs(proposal.command());
        if (!blobs.isEmpty()) {
            out.name("blobs").beginArray();
            blobs.forEach(blob -> out.string(blob.digest().value()));
            out.endArray();
        }
        out.name("events").beginArray();
        happened.forEach(event -> json.write(Event.class, event, out));
        out.endArray();
        proposal.expectedRevision().ifPresent(revision -> out.name("expectedRevision").number(revision));
        out.name("index").number(at.index());
        out.name("node").string(proposal.node().value());
        numbers(out, "outcomeOf", change.links().outcomeOf());
        out.name("proposed").string(at.stamp().equals(at.time()) ? time : at.stamp().toString());
        out.name("requestId").string(proposal.requestId());
        out.name("schema").number(SCHEMA);
        out.name("time").string(time);
        numbers(out, "undoes", change.links().undoes());
        return out.endObject().toBytes();
    }

    private static void numbers(CanonicalJsonWriter out, String name, List<Long> numbers) {
        if (!numbers.isEmpty()) {
            out.name(name).beginArray();
            numbers.forEach(out::number);
            out.endArray();
        }
    }

    /** The events of an entry, in order. */
    public List<Event> events(byte[] entry) {
        return read(entry).events();
    }

    /**
     * An entry, read.
     *
     * @param at where and when its command was applied
     * @param blobs digests of the bulky parts that came with it
     */
    public record Entry(Applied at, String requestId, Actor actor, String action, List<Event> events,
            List<Sha256> blobs, Sha256 before, Sha256 after) {}

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
        var at = new Applied(((Json.JNumber) field(fields, "index")).value(), Instant.parse(text(fields, "proposed")),
                Instant.parse(text(fields, "time")));
        return new Entry(at, text(fields, "requestId"),
                json.fromJson(Actor.class, field(fields, "actor"), RecordJson.Reading.TOLERANT), text(fields, "action"),
                items(field(fields, "events")).stream()
                        .map(e -> json.fromJson(Event.class, e, RecordJson.Reading.TOLERANT)).toList(),
                items(fields.getOrDefault("blobs", new Json.JArray(List.of()))).stream()
                        .map(digest -> new Sha256(((Json.JString) digest).value())).toList(),
                new Sha256(text(fields, "before")), new Sha256(text(fields, "after")));
    }

    private static List<Json> items(Json array) {
        return ((Json.JArray) array).items();
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
