using TenantTokens.Approvals.Links;
using TenantTokens.Web.Identity;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Guards;

/// <summary>All refusals, with their texts for people and programs.</summary>
internal static class Refusals
{
    public static Refusal NotFound { get; } = new(
        404,
        "not-found",
        "This page does not exist",
        "Check the address. The start page lists the rotations.");

    public static Refusal NoRotation { get; } = new(
        404,
        "rotation-not-found",
        "This rotation does not exist",
        "Check the id. The start page, and GET /api/rotations, list the rotations.");

    public static Refusal NoGate { get; } = new(
        404,
        "gate-not-found",
        "This gate does not exist",
        "Check the address. The page of the rotation shows the open gate.");

    public static Refusal Forgery { get; } = new(
        400,
        "antiforgery",
        "This form does not come from this page",
        "Open the page again and send the form there. Nothing was done.");

    public static Refusal CrossSite { get; } = new(
        403,
        "cross-site",
        "Another site sent this request",
        "This site accepts decisions and commands from its own pages only. Nothing was done.");

    public static Refusal OnlyLooked { get; } = new(
        400,
        "address-decides-nothing",
        "Opening a link does not vote",
        "Open the link exactly as you received it, then use a button on the page. Nothing was done.");

    public static Refusal Form { get; } = new(
        400,
        "form",
        "This form cannot be read",
        $"A form may have at most {FormReader.MaxFields} fields, names of at most {FormReader.MaxName} characters, values of at most"
            + $" {FormReader.MaxValue}, and no NUL character. Nothing was done.");

    public static Refusal TooLarge { get; } = new(413, "too-large", "The request is too large", "A request body may have at most 32 KiB.");

    public static Refusal Unavailable { get; } = new(
        503,
        "vault-unavailable",
        "Links cannot be checked now",
        "The key vault cannot be read, so links cannot be verified. Nothing was done and nothing is lost. Try again in a few minutes.")
        { RetryAfter = LinkKeys.RetryAfter, IsOutage = true };

    public static Refusal NoKeys { get; } = new(
        503,
        "keys-unavailable",
        "Sign-in is not possible at the moment",
        "The key vault holds the keys for sign-ins and forms and cannot be read now. Nothing was done and nothing is lost. Try again in a"
            + " few minutes.")
        { RetryAfter = VaultKeyRing.RestAfterFailure, IsOutage = true };

    public static Refusal NoTenant { get; } = new(
        503,
        "entra-unavailable",
        "Sign-ins cannot be checked at the moment",
        "The Entra tenant's signing keys cannot be read now. Nothing was done and nothing is lost. Try again in a few minutes.")
        { RetryAfter = LinkKeys.RetryAfter, IsOutage = true };

    public static Refusal Failed { get; } = new(
        500,
        "failed",
        "Something went wrong",
        "The error was recorded. Earlier decisions and commands are safe in the ledger. Try again.");

    public static Refusal LinkToAnother { get; } = Link(
        "link-other-gate",
        "This link belongs to another gate",
        "Open the link from the message itself. It leads to its own gate.");

    public static Refusal LinkOfAnother(string caller)
        => Link(
            "link-somebody-else",
            "This link was sent to another person",
            $"You are signed in as {caller}. Use the link in your own message, or open the page without it.");

    public static Refusal LinkRevoked { get; } = Link(
        "link-revoked",
        "This link was revoked",
        "Use the link in a newer message, or sign in on the page without the link.");

    public static Refusal WrongType(string wanted) => new(415, "content-type", "This content type is not accepted", $"Send {wanted}.");

    public static Refusal Bad(string code, string detail) => new(400, code, "The request cannot be read", detail);

    public static Refusal MethodNotAllowed(string allowed)
        => new(405, "method-not-allowed", "This method is not allowed here", $"Allowed: {allowed}.") { Allowed = allowed.Split(", ") };

    public static Refusal TooMany(TimeSpan wait)
        => new(
            429,
            "too-many-failures",
            "Too many failed attempts",
            $"Try again in {Math.Ceiling(wait.TotalMinutes):0} minutes, with the newest message you received.")
        {
            RetryAfter = wait,
        };

    public static Refusal SignIn(string? path, string? why) => new(
        401,
        "sign-in",
        "Sign in first",
        $"{(why is null ? "" : $"{why} ")}Sign in, or open the link in the newest message you received.")
        { SignIn = path };

    public static Refusal NotAllowed(string detail) => new(403, "not-allowed", "You are not allowed to do this", detail);

    public static Refusal NoRole(string caller, WebRoles role) => NotAllowed($"{caller} does not have the role {role}.");

    /// <summary>Returns why a link may not be used.</summary>
    public static Refusal From(LinkVerdict verdict) => verdict.Status switch
    {
        LinkStatus.Expired
            => Link("link-expired", "This link has expired", "Wait for a reminder, or sign in on the page without the link."),
        LinkStatus.KeyRetired => Link(
            "link-key-retired",
            "This link is no longer valid",
            "The key that signed it was replaced. Use the newest message, or sign in on the page without the link.") with
        {
            IsGuess = true,
        },
        LinkStatus.OldPlan => Link(
            "link-old-plan",
            "This link belongs to an older plan",
            "The plan changed, so a new gate was opened. Use the link in the newest message."),
        LinkStatus.Superseded => Link(
            "link-superseded",
            "This gate was withdrawn",
            "There are exceptions that it did not ask about, so a new gate was opened. Use the link in the newest message."),
        LinkStatus.Decided => Link(
            "link-decided",
            "This gate is already decided",
            "You can no longer vote with this link, and there is nothing left to do. To see the outcome, sign in on the page without the"
                + " link."),
        LinkStatus.NotAnApprover => Link(
            "link-not-approver",
            "You may not decide this gate",
            "You requested this rotation, or you are not one of its approvers. An approver has to decide."),
        LinkStatus.NoSuchGate
            => Link("link-no-gate", "This gate does not exist", "The link belongs to a gate that this ledger does not have."),
        _ => Link(
            "link-forged",
            "This link cannot be used",
            "The link is incomplete or was changed. Open it from the message itself, or sign in on the page without the link.") with
        {
            IsGuess = true,
        },
    };

    private static Refusal Link(string code, string title, string detail) => new(403, code, title, detail) { IsAboutLink = true };
}
