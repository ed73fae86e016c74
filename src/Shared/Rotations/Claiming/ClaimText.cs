using System.Globalization;
using Azure;
using Azure.Identity;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>The texts about claims for people.</summary>
public static class ClaimText
{
    /// <summary>Says who holds the claim, where, for which rotation and since when.</summary>
    public static string From(ClaimVersion claim)
    {
        string rotation = claim.RotationId.Length > 0 ? claim.RotationId : "no rotation named";
        return $"{claim.Who} at {claim.Where} ({rotation}, since {Time(claim.CreatedAt)})";
    }

    /// <summary>The audit entry for a takeover.</summary>
    public static string TakenOver(string environmentId, ClaimVersion from)
        => $"The claim on {environmentId} was taken over from {From(from)}.";

    /// <summary>Says that another copy holds the claim.</summary>
    public static string Refusal(string environmentId, ClaimVersion other, DateTimeOffset vaultTime)
    {
        string sign = other.Seen is { } seen ? $" It last renewed its claim at {Time(seen)}; now it is {Time(vaultTime)}." : "";
        string wait = other.Expires is { } expires ? $" It has not sent start yet. Unless it does, its claim ends at {Time(expires)}." : "";
        return $"Another copy of tenant-token drives {environmentId}: {From(other)}.{sign}{wait} This copy sends nothing."
            + " Resume when that rotation has ended, or abort."
            + $" Only if that copy is gone for good: 'tenant-token take-over --holder \"{other.Where}\" --reason \"...\"'.";
    }

    /// <summary>Says that no copy holds the claim any more, although this rotation did.</summary>
    public static string Gone(string environmentId)
        => $"The claim of this copy on {environmentId} is gone from the vault. Either another copy took it over and has ended, or a person"
            + $" disabled {ClaimName.From(environmentId)}."
            + " Nothing is sent. Check the environment at Dynatrace. Resume takes the claim again when no copy holds it.";

    /// <summary>Says that the vault cannot be read.</summary>
    public static string Unreadable(string environmentId, Exception exception)
        => $"Whether this copy still holds the claim {ClaimName.From(environmentId)} is not known: {Why(exception)}."
            + " Nothing is sent. Resume asks the vault again.";

    /// <summary>
    /// Says what went wrong at the vault. Never quotes the message of Azure's client, which contains what the server answered.
    /// </summary>
    public static string Why(Exception exception) => exception switch
    {
        RequestFailedException { Status: > 0 } refused => $"the vault answered {refused.Status} {refused.ErrorCode}".TrimEnd(),
        AuthenticationFailedException => "this copy's identity got no token for the vault",
        TokenVaultException => exception.Message.TrimEnd('.'),
        _ => "the vault does not answer",
    };

    /// <summary>Describes the claim for the status.</summary>
    /// <param name="environmentId">The environment's id.</param>
    /// <param name="holder">The holder; null when there is none.</param>
    /// <param name="copy">The id of this copy.</param>
    public static string Describe(string environmentId, ClaimVersion? holder, string copy) => holder switch
    {
        null => $"Claim: no copy holds {environmentId}.",
        { IsSweep: true } => $"Claim: {Whose(holder, copy)} sweeps {environmentId}: {From(holder)}. A start ends that.",
        _ => $"Claim: {Whose(holder, copy)} holds {environmentId}: {From(holder)}.",
    };

    private static string Whose(ClaimVersion holder, string copy) => holder.Copy == copy ? "this copy" : "ANOTHER COPY";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
