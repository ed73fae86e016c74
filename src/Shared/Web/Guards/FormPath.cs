using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace TenantTokens.Web.Guards;

/// <summary>Binds the token of a form to the path that the form is sent to: that of one gate is of no use at another.</summary>
internal sealed class FormPath : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context) => context.Request.Path.Value ?? "";

    public bool ValidateAdditionalData(HttpContext context, string additionalData)
        => string.Equals(context.Request.Path.Value, additionalData, StringComparison.Ordinal);
}
