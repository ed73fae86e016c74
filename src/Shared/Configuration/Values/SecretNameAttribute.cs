using System.Text.RegularExpressions;

namespace TenantTokens.Configuration.Values;

/// <summary>Takes the name of a Key Vault secret. A wrong one is never quoted: it may be the secret itself.</summary>
public sealed partial class SecretNameAttribute : TextFormAttribute
{
    public SecretNameAttribute()
        : base("the name of a vault secret: 1 to 127 letters, digits or '-'")
        => Pattern = "^[A-Za-z0-9-]{1,127}$";

    /// <inheritdoc />
    public override bool Matches(string text) => Name().IsMatch(text);

    /// <inheritdoc />
    public override bool MayShow(string text) => false;

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,127}\z")]
    private static partial Regex Name();
}
