package io.tallystick.rating.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallystick.rating.app.EventStories.Story;
import io.tallystick.rating.app.Explanations.Trace;
import io.tallystick.rating.app.Identity;
import io.tallystick.rating.app.UsageQueries.Change;
import io.tallystick.rating.http.BackfillViews.StagedView;
import io.tallystick.rating.http.CorrectionResource.CorrectionView;
import io.tallystick.rating.http.UsageResource.EventView;
import io.tallystick.rating.http.UsageResource.RejectionView;
import io.tallystick.schemas.rated.RatedLine;
import java.util.List;
import java.util.Map;

/**
 * The whole story of an event.
 *
 * @param customerId whose event
 * @param source and from where
 * @param id and which
 * @param state its disposition; {@code rejected} if no record of it was acceptable; {@code unmatched} while it waits in a backfill
 * @param event as it is kept
 * @param closes the close that holds a line, by line id
 * @param story the same in sentences, in the order of time
 * @param remedy what would mend it, if it is not billed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoryView(
        String customerId,
        String source,
        String id,
        String state,
        EventView event,
        List<EventView> repeats,
        List<RejectionView> rejections,
        List<ChangeView> changes,
        List<CorrectionView> corrections,
        List<StagedView> backfill,
        List<RatedLine> lines,
        Map<String, String> closes,
        List<String> story,
        String remedy) {
    /** A change of the disposition by the record at {@code offset}. */
    record ChangeView(long offset, String before, String reasonBefore, String disposition, String reason) {
        static ChangeView of(Change change) {
            return new ChangeView(
                    change.offset(),
                    change.before().code(),
                    change.reasonBefore(),
                    change.disposition().code(),
                    change.reason());
        }
    }

    private static String state(Story story) {
        if (story.trace().isPresent()) {
            return story.trace().get().event().disposition().code();
        }
        if (story.staged().isEmpty()) {
            return "rejected";
        }
        return story.staged().getLast().backfill().state().startsWith("revert") ? "voided" : "unmatched";
    }

    static StoryView of(Identity identity, Story story) {
        EventView event = story.trace().map(Trace::event).map(EventView::of).orElse(null);
        return new StoryView(
                identity.customerId(),
                identity.source(),
                identity.id(),
                state(story),
                event,
                story.trace().map(Trace::repeats).orElse(List.of()).stream()
                        .map(EventView::of)
                        .toList(),
                story.rejections().stream().map(RejectionView::of).toList(),
                story.changes().stream().map(ChangeView::of).toList(),
                story.corrections().stream().map(CorrectionView::of).toList(),
                story.staged().stream().map(one -> StagedView.of(one.event())).toList(),
                story.trace().map(Trace::lines).orElse(List.of()),
                story.closes(),
                story.sentences(),
                story.remedy().orElse(null));
    }
}
