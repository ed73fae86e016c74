using System.Globalization;
using Azure.Security.KeyVault.Secrets;

namespace TenantTokens.Rotations.Claiming;

/// <summary>
/// One enabled version of a claim's secret: a copy of the product declares that it drives the environment. The secret's value has no
/// meaning; the tags say everything.
/// </summary>
/// <param name="Version">The version of the secret.</param>
/// <param name="CreatedAt">When the vault created it, by the vault's clock, in whole seconds.</param>
/// <param name="Copy">The id of the copy; empty when the version has no tags of ours.</param>
/// <param name="RotationId">The id of the rotation that the copy drives.</param>
/// <param name="Who">The account that the copy runs under.</param>
/// <param name="Where">Where the copy runs. An operator uses this name to take the claim over.</param>
public sealed record ClaimVersion(string Version, DateTimeOffset CreatedAt, string Copy, string RotationId, string Who, string Where)
{
    private const string CopyTag = "copy";
    private const string RotationTag = "rotation";
    private const string WhoTag = "who";
    private const string WhereTag = "where";
    private const string SinceTag = "since";
    private const string ExpiresTag = "expires";
    private const string SeenTag = "seen";
    private const string SweepTag = "sweep";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>
    /// When the claim ends, by the vault's clock; null from just before start is sent, because then it never ends by itself.
    /// </summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When its holder last renewed it; null before the first renewal.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>Whether the holder is only sweeping after finish. A start of another copy ends that.</summary>
    public bool IsSweep { get; init; }

    /// <summary>Whether this is the claim of a copy for a rotation.</summary>
    public bool IsOf(string copy, string rotationId) => Copy == copy && RotationId == rotationId;

    /// <summary>Reads a version. One without our tags was made or changed by a person, and counts as a claim of an unknown copy.</summary>
    public static ClaimVersion Read(SecretProperties properties)
    {
        return new(
            properties.Version,
            properties.CreatedOn ?? DateTimeOffset.MinValue,
            Text(CopyTag) ?? "",
            Text(RotationTag) ?? "",
            Text(WhoTag) ?? "somebody",
            Text(WhereTag) ?? properties.Version)
        {
            Expires = Time(ExpiresTag),
            Seen = Time(SeenTag),
            IsSweep = Text(SweepTag) is not null,
        };

        string? Text(string tag) => properties.Tags.TryGetValue(tag, out string? value) && value.Length > 0 ? value : null;

        DateTimeOffset? Time(string tag)
            => DateTimeOffset.TryParse(Text(tag), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? time : null;
    }

    /// <summary>Returns its tags. Key Vault replaces all tags at once, so they are always written together.</summary>
    public IReadOnlyDictionary<string, string> Tags()
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal)
        {
            [CopyTag] = Copy,
            [RotationTag] = RotationId,
            [WhoTag] = Who,
            [WhereTag] = Where,
            [SinceTag] = Text(CreatedAt),
        };
        if (Expires is { } expires)
        {
            tags[ExpiresTag] = Text(expires);
        }

        if (Seen is { } seen)
        {
            tags[SeenTag] = Text(seen);
        }

        if (IsSweep)
        {
            tags[SweepTag] = "true";
        }

        return tags;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
