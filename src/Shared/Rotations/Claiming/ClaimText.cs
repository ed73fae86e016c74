using System.Globalization;
using Azure;
using Azure.Identity;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>Says who holds a claim.</summary>
public static class ClaimText
{
    /// <summary>Who, where, which rotation, since when.</summary>
    public static string From(ClaimVersion claim)
    {
        string rotation = claim.RotationId.Length > 0 ? claim.RotationId : "no rotation named";
        return $"{claim.Who} at {claim.Where} ({rotation}, since {Time(claim.CreatedAt)})";
    }

    /// <summary>For the audit trail.</summary>
    public static string TakenOver(string environmentId, ClaimVersion from)
        => $"The claim on {environmentId} was taken over from {From(from)}.";

    /// <summary>Another copy has it.</summary>
    public static string Refusal(string environmentId, ClaimVersion other, DateTimeOffset vaultTime)
    {
        string sign = other.Seen is { } seen ? $" It last renewed its claim at {Time(seen)}; now it is {Time(vaultTime)}." : "";
        string wait = other.Expires is { } expires ? $" It has not sent start yet. Unless it does, its claim ends at {Time(expires)}." : "";
        return $"Another copy of tenant-token drives {environmentId}: {From(other)}.{sign}{wait} This copy sends nothing."
            + " Resume when that rotation has ended, or abort."
            + $" Only if that copy is gone for good: 'tenant-token take-over --holder \"{other.Where}\" --reason \"...\"'.";
    }

    /// <summary>This rotation had it, and now nobody does.</summary>
    public static string Gone(string environmentId)
        => $"The claim of this copy on {environmentId} is gone from the vault. Either another copy took it over and has ended, or a person"
            + $" disabled {ClaimName.From(environmentId)}."
            + " Nothing is sent. Check the environment at Dynatrace. Resume takes the claim again when no copy holds it.";

    /// <summary>The vault does not say.</summary>
    public static string Unreadable(string environmentId, Exception exception)
        => $"Whether this copy still holds the claim {ClaimName.From(environmentId)} is not known: {Why(exception)}."
            + " Nothing is sent. Resume asks the vault again.";

    /// <summary>What went wrong at the vault. Never the message of Azure's client: it holds what the server answered.</summary>
    public static string Why(Exception exception) => exception switch
    {
        RequestFailedException { Status: > 0 } refused => $"the vault answered {refused.Status} {refused.ErrorCode}".TrimEnd(),
        AuthenticationFailedException => "this copy's identity got no token for the vault",
        TokenVaultException => exception.Message.TrimEnd('.'),
        _ => "the vault does not answer",
    };

    /// <summary>For a person who asks how it stands.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="holder">Who holds it; null when nobody does.</param>
    /// <param name="copy">The copy that says it.</param>
    public static string Describe(string environmentId, ClaimVersion? holder, string copy) => holder switch
    {
        null => $"Claim: no copy holds {environmentId}.",
        { IsSweep: true } => $"Claim: {Whose(holder, copy)} sweeps {environmentId}: {From(holder)}. A start ends that.",
        _ => $"Claim: {Whose(holder, copy)} holds {environmentId}: {From(holder)}.",
    };

    private static string Whose(ClaimVersion holder, string copy) => holder.Copy == copy ? "this copy" : "ANOTHER COPY";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
