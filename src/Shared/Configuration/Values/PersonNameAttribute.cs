namespace TenantTokens.Configuration.Values;

/// <summary>Takes a <see cref="PersonName"/>, or the name of a group in the same form.</summary>
public sealed class PersonNameAttribute : TextFormAttribute
{
    public PersonNameAttribute()
        : base($"a {PersonName.Allowed}")
    {
        MinLength = 1;
        MaxLength = PersonName.MaxLength;
    }

    /// <inheritdoc />
    public override bool Matches(string text) => PersonName.IsValid(text);

    /// <inheritdoc />
    public override string Normalize(string text) => PersonName.Normalize(text);
}
