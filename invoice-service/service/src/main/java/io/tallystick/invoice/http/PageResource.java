package io.tallystick.invoice.http;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.tallystick.invoice.app.CloseView;
import io.tallystick.invoice.app.Closes;
import io.tallystick.invoice.app.Customer;
import io.tallystick.invoice.app.CustomerStore;
import io.tallystick.invoice.app.InvoiceStore;
import io.tallystick.invoice.app.SpendQuery;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.access.CallerIdentity;
import io.tallystick.web.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The pages: what an operator sees, and what a customer sees. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
class PageResource {
    private static final int SHOWN = 25;

    private final Closes closes;
    private final CustomerStore customers;
    private final InvoiceStore invoices;
    private final SpendQuery spend;
    private final Caller caller;
    private final InstantSource clock;

    PageResource(
            Closes closes,
            CustomerStore customers,
            InvoiceStore invoices,
            SpendQuery spend,
            Caller caller,
            InstantSource clock) {
        this.closes = closes;
        this.customers = customers;
        this.invoices = invoices;
        this.spend = spend;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    public Uni<Response> home() {
        Optional<String> own = caller.identity().customerId();
        return own.isPresent()
                ? Uni.createFrom()
                        .item(Response.seeOther(
                                        UriBuilder.fromPath("/customers/{id}").build(own.get()))
                                .build())
                : operator("").map(page -> Response.ok(page).build());
    }

    @GET
    @Path("closes/live")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<TemplateInstance> closesAlone() {
        return closes.list(Optional.empty(), SHOWN).map(found -> Pages.closes(view(found, List.of(), List.of(), "")));
    }

    @POST
    @Path("closes")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.OPERATOR)
    public Uni<Response> close(@FormParam("cutoff") String cutoff) {
        return closes.start(
                        new Closes.Wish(instant(cutoff), Close.Drive.AUTO, true),
                        caller.identity().keyId(),
                        Optional.empty())
                .map(started ->
                        Response.seeOther(UriBuilder.fromPath("/").build()).build())
                .onFailure(ProblemException.class)
                .recoverWithUni(this::refusedPage);
    }

    @GET
    @Path("customers/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    public Uni<TemplateInstance> customer(@PathParam("id") String id) {
        return spendView(id).map(Pages::customer);
    }

    @GET
    @Path("customers/{id}/live")
    @RolesAllowed({Roles.OPERATOR, Roles.CUSTOMER})
    public Uni<TemplateInstance> spendAlone(@PathParam("id") String id) {
        return spendView(id).map(Pages::spend);
    }

    private Uni<SpendView> spendView(String id) {
        CallerIdentity who = caller.identity();
        if (!who.mayActFor(id)) {
            throw ProblemException.of(404, "not_found", "there is no customer \"" + id + "\"");
        }
        return spend.of(id)
                .chain(found -> customers
                        .find(id)
                        .chain(customer -> invoices.list(new InvoiceStore.Filter(
                                        Optional.of(id), Optional.empty(), Optional.empty(), SHOWN))
                                .map(listed -> SpendView.of(found, customer.orElse(null), listed))));
    }

    private Uni<TemplateInstance> operator(String problem) {
        return closes.list(Optional.empty(), SHOWN)
                .chain(found -> invoices.list(
                                new InvoiceStore.Filter(Optional.empty(), Optional.empty(), Optional.empty(), SHOWN))
                        .chain(listed -> customers
                                .list("", SHOWN)
                                .map(known -> Pages.operator(view(found, listed, known, problem)))));
    }

    private Uni<Response> refusedPage(ProblemException refused) {
        return operator(refused.problem().detail())
                .map(page ->
                        Response.status(refused.problem().status()).entity(page).build());
    }

    private OperatorView view(
            List<CloseView> found, List<InvoiceStore.Listed> listed, List<Customer> known, String problem) {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        ZonedDateTime month = now.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
        return new OperatorView(
                found.stream().map(OperatorView.CloseRow::of).toList(),
                listed.stream().map(OperatorView.InvoiceRow::of).toList(),
                known,
                month.toInstant().toString(),
                problem);
    }

    /** What is no time becomes an absent one, which the use case refuses with the rule. */
    private static Instant instant(String text) {
        try {
            return text == null ? null : Instant.parse(text.strip());
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
