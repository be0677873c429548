package io.althing.agent;

import io.althing.registry.RegionView;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the agent's view of the registry: one question at a time, linearizable if possible, local otherwise. */
final class Contacts {
    private static final Logger LOG = LoggerFactory.getLogger(Contacts.class);
    /** After this long an answer is not waited for any more. */
    private static final Duration LOST = Duration.ofSeconds(20);

    private final RegistryLink link;
    private final Inbox inbox;
    private final Duration refresh;
    private Optional<RegionView> view = Optional.empty();
    private LocalState.Contact contact;
    private Optional<Long> askedAt = Optional.empty();
    private long lastAsked;
    private boolean wanted = true;
    private Optional<String> trouble = Optional.of("the registry was not heard yet");
    private long question;

    Contacts(RegistryLink link, Inbox inbox, Duration refresh, AgentTime start) {
        this.link = link;
        this.inbox = inbox;
        this.refresh = refresh;
        this.contact = new LocalState.Contact(start.nanos(), false);
        this.lastAsked = start.nanos();
    }

    /** Something happened: look soon. */
    void want() {
        wanted = true;
    }

    /** Asks if it is time to and no answer is due. */
    void askIfDue(AgentTime now) {
        if (askedAt.filter(at -> now.since(at).compareTo(LOST) < 0).isPresent()) {
            return;
        }
        if (wanted || now.since(lastAsked).compareTo(refresh) >= 0) {
            wanted = false;
            lastAsked = now.nanos();
            ask(RegistryLink.Freshness.LINEARIZABLE, now);
        }
    }

    private void ask(RegistryLink.Freshness freshness, AgentTime now) {
        long mine = ++question;
        askedAt = Optional.of(now.nanos());
        inbox.when(link.view(freshness), answer -> {
            if (mine == question) {
                askedAt = Optional.empty();
                take(freshness, answer, now);
            }
        });
    }

    private void take(RegistryLink.Freshness freshness, Answer<RegionView> answer, AgentTime asked) {
        boolean linearizable = freshness == RegistryLink.Freshness.LINEARIZABLE;
        if (answer instanceof Answer.Accepted<RegionView> accepted) {
            if (linearizable) {
                heard(asked);
            }
            if (view.filter(v -> v.index() > accepted.value().index()).isEmpty()) {
                view = Optional.of(accepted.value());
            }
        } else {
            lost(answer.words());
            if (linearizable) {
                ask(RegistryLink.Freshness.LOCAL, asked);
            }
        }
    }

    private void heard(AgentTime asked) {
        if (trouble.isPresent()) {
            LOG.info("the registry is heard with a quorum");
        }
        trouble = Optional.empty();
        contact = new LocalState.Contact(asked.nanos(), true);
    }

    /** The registry could not be heard, or could not take something in. */
    void lost(String why) {
        if (trouble.isEmpty()) {
            LOG.warn("the registry cannot be heard with a quorum ({}); serving goes on, nothing moves forward", why);
        }
        trouble = Optional.of(why);
        contact = new LocalState.Contact(contact.freshAt(), false);
    }

    Optional<RegionView> view() {
        return view;
    }

    LocalState.Contact contact() {
        return contact;
    }

    /** Why the registry is not heard, if it is not. */
    Optional<String> trouble() {
        return trouble;
    }
}
