// Pulumi-resource-kubernetes is the Kubernetes provider as released; its schema and mapping are put beside this file
// when it is built.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var terraformMapping []byte

var version string

func main() {
	provider.Serve("kubernetes", version, schema, terraformMapping)
}
