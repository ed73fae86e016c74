using TenantTokens.Approvals.Links;
using TenantTokens.Web.Identity;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Guards;

/// <summary>The refusals, in the words that people and programs are told.</summary>
internal static class Refusals
{
    public static Refusal NotFound { get; } = new(404, "not-found", "There is no such page", "Check the address. The start page lists the rotations.");

    public static Refusal NoRotation { get; } = new(404, "rotation-not-found", "There is no such rotation", "Check the id. The start page, and GET /api/rotations, list the rotations.");

    public static Refusal NoGate { get; } = new(404, "gate-not-found", "There is no such question", "Check the address. The page of the rotation shows the question that is open.");

    public static Refusal Forgery { get; } = new(400, "antiforgery", "This form is not from this page", "Open the page again and send its own form. Nothing was done.");

    public static Refusal CrossSite { get; } = new(403, "cross-site", "Another site sent this", "Decisions and commands are taken from this site's own pages only. Nothing was done.");

    public static Refusal OnlyLooked { get; } = new(400, "address-decides-nothing", "Opening an address decides nothing", "Open the link as it was sent to you and use a button of the page. Nothing was done.");

    public static Refusal Form { get; } = new(
        400,
        "form",
        "This form cannot be read",
        $"A form has at most {FormReader.MostFields} fields; a name has at most {FormReader.MostName} characters and a value {FormReader.MostValue}, and none has a NUL. Nothing was done.");

    public static Refusal TooLarge { get; } = new(413, "too-large", "That is too much", "At most 32 KiB are taken.");

    public static Refusal Unavailable { get; } = new(
        503,
        "vault-unavailable",
        "Links cannot be checked now",
        "The vault cannot be read. Nothing was done, and nothing is lost: try again in a few minutes.")
        { RetryAfter = LinkKeys.RetryAfter, IsOutage = true };

    public static Refusal NoKeys { get; } = new(
        503,
        "keys-unavailable",
        "Sign-in is not possible at the moment",
        "The keys of sign-ins and forms are in the key vault, which cannot be read now. Nothing was done, and nothing is lost: try again in a few minutes.")
        { RetryAfter = VaultKeyRing.RestAfterFailure, IsOutage = true };

    public static Refusal NoTenant { get; } = new(
        503,
        "entra-unavailable",
        "Sign-ins cannot be checked at the moment",
        "What the Entra tenant signs them with cannot be read now. Nothing was done, and nothing is lost: try again in a few minutes.")
        { RetryAfter = LinkKeys.RetryAfter, IsOutage = true };

    public static Refusal Failed { get; } = new(500, "failed", "Something went wrong here", "It was recorded. Nothing is lost: the ledger has what was said before. Try again.");

    public static Refusal LinkToAnother { get; } = Link("link-other-gate", "This link belongs to another question", "Open it from the message itself: it leads to the question that it was made for.");

    public static Refusal LinkOfAnother(string caller)
        => Link("link-somebody-else", "This link was sent to somebody else", $"You are signed in as {caller}. Use the link in your own message, or open the page without it.");

    public static Refusal LinkRevoked { get; } = Link("link-revoked", "This link was revoked", "Use the link in a message that was sent later, or sign in on the page without the link.");

    public static Refusal WrongType(string wanted) => new(415, "content-type", "That kind of content is not taken", $"Send {wanted}.");

    public static Refusal Bad(string code, string detail) => new(400, code, "That cannot be read", detail);

    public static Refusal MethodNotAllowed(string allowed) => new(405, "method-not-allowed", "That is not possible here", $"Allowed: {allowed}.") { Allowed = allowed.Split(", ") };

    public static Refusal TooMany(TimeSpan wait) => new(429, "too-many-failures", "Too many attempts failed", $"Try again in {Math.Ceiling(wait.TotalMinutes):0} minutes, with the newest message that you got.") { RetryAfter = wait };

    public static Refusal SignIn(string? path, string? why) => new(
        401,
        "sign-in",
        "Who are you?",
        $"{(why is null ? "" : $"{why} ")}Sign in, or open the link in the newest message that was sent to you.")
        { SignIn = path };

    public static Refusal NotAllowed(string detail) => new(403, "not-allowed", "You may not do that", detail);

    public static Refusal NoRole(string caller, WebRoles role) => NotAllowed($"{caller} does not have the role {role}.");

    /// <summary>Why a link may not be used.</summary>
    public static Refusal From(LinkVerdict verdict) => verdict.Status switch
    {
        LinkStatus.Expired => Link("link-expired", "This link is too old", "Ask for a reminder, or sign in on the page without the link."),
        LinkStatus.KeyRetired => Link("link-key-retired", "This link is no longer valid", "The key that signed it was replaced. Use the newest message, or sign in on the page without the link.") with { IsGuess = true },
        LinkStatus.OldPlan => Link("link-old-plan", "This link belongs to an older plan", "The plan has changed, so a new question was asked: use the link in the newest message."),
        LinkStatus.Superseded => Link("link-superseded", "This question was withdrawn", "Something became worse than what it asked about, so a new one was asked: use the link in the newest message."),
        LinkStatus.Decided => Link("link-decided", "This question is decided", "The link has done its work: nothing can be decided with it any more. There is nothing left for you to do. To see what came of it sign in on the page without the link."),
        LinkStatus.NotAnApprover => Link("link-not-approver", "You may not decide this", "You asked for this rotation, or you are not among its approvers. One of them has to decide."),
        LinkStatus.NoSuchGate => Link("link-no-gate", "There is no such question", "The link belongs to a question that this ledger does not have."),
        _ => Link("link-forged", "This link cannot be used", "It is cut off or was changed. Open it from the message itself, whole, or sign in on the page without the link.") with { IsGuess = true },
    };

    private static Refusal Link(string code, string title, string detail) => new(403, code, title, detail) { IsAboutLink = true };
}
