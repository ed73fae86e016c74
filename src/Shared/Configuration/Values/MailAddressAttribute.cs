namespace TenantTokens.Configuration.Values;

/// <summary>
/// Accepts a <see cref="MailAddress"/>. The framework's EmailAddress accepts any text with one '@' in it, including line breaks.
/// </summary>
public sealed class MailAddressAttribute : TextFormAttribute
{
    public MailAddressAttribute()
        : base(MailAddress.Allowed)
    {
        MinLength = 3;
        MaxLength = 254;
        Pattern = "@";
    }

    /// <inheritdoc />
    public override bool Matches(string text) => MailAddress.IsValid(text);
}
