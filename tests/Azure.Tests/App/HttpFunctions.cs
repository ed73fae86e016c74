using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TenantTokens.EngineContract;

namespace TenantTokens.AzureTests.App;

/// <summary>HTTP functions as their sources say them.</summary>
internal static class HttpFunctions
{
    public const string Anonymous = "AuthorizationLevel.Anonymous";

    /// <summary>Their routes. One without a route has its name for one, as the host does.</summary>
    public static IReadOnlyList<FunctionRoute> Read(string source)
        => [.. Triggers(source).Select(static one => new FunctionRoute(one.Name, RouteOf(one.Trigger) ?? one.Name, MethodsOf(one.Trigger)))];

    /// <summary>Who may call them, as it stands there; the host's own default where nothing does.</summary>
    public static IReadOnlyList<string> Levels(string source)
        => [.. Triggers(source).Select(static one => Arguments(one.Trigger).Select(static argument => argument.Expression.ToString()).FirstOrDefault(static text => text.StartsWith("AuthorizationLevel.", StringComparison.Ordinal)) ?? "AuthorizationLevel.Function")];

    private static IEnumerable<(string Name, AttributeSyntax Trigger)> Triggers(string source)
        => from method in FunctionRules.Methods(source)
           from name in FunctionRules.NamesOf(method)
           from list in method.ParameterList.Parameters.SelectMany(static parameter => parameter.AttributeLists)
           from attribute in list.Attributes
           where attribute.Name.ToString() is "HttpTrigger" or "HttpTriggerAttribute"
           select (name, attribute);

    private static IReadOnlyList<string> MethodsOf(AttributeSyntax trigger)
        => [.. Arguments(trigger).Where(static argument => argument.NameEquals is null).Select(static argument => argument.Expression).OfType<LiteralExpressionSyntax>().Select(static literal => literal.Token.ValueText)];

    private static string? RouteOf(AttributeSyntax trigger)
        => Arguments(trigger).Where(static argument => argument.NameEquals?.Name.Identifier.Text is "Route").Select(static argument => ((LiteralExpressionSyntax)argument.Expression).Token.ValueText).SingleOrDefault();

    private static SeparatedSyntaxList<AttributeArgumentSyntax> Arguments(AttributeSyntax trigger) => trigger.ArgumentList?.Arguments ?? default;
}
