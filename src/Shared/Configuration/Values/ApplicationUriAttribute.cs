namespace TenantTokens.Configuration.Values;

/// <summary>Takes the application id URI of an app registration in Entra.</summary>
public sealed class ApplicationUriAttribute : TextFormAttribute
{
    private const string Scheme = "api://";

    public ApplicationUriAttribute()
        : base("the application that people sign in to, such as api://00000000-0000-0000-0000-000000000000")
    {
        Pattern = $"^{Scheme}.";
        MaxLength = 200;
    }

    /// <inheritdoc />
    public override bool Matches(string text)
        => text.StartsWith(Scheme, StringComparison.Ordinal)
            && text.Length > Scheme.Length
            && text.Length <= MaxLength
            && Uri.TryCreate(text, UriKind.Absolute, out _);
}
